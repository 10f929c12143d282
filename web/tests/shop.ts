/** A shop of its own for each worker: the real program on a fresh database, with an owner, shelves and a promoter. */
import { test as base, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'

export { expect, type Page } from '@playwright/test'

export const program = process.env.BANYAN_BIN ?? resolve(import.meta.dirname, '../../target/debug/banyan')

/** Somebody who can sign in. */
export interface Login {
  account: string
  password: string
}

/** What the tests tell of. Prices are minor units. */
export interface Goods {
  id: string
  title: string
  skus: { id: string; title: string; price: number }[]
}

/** What the shop calls something, in both languages. */
interface Titled { title: { zh: string; en: string } }

/** A port that nobody listens on; the shop has to know it before it opens, as its links have it. */
function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => found(port))
    })
  })
}

/** A running shop. */
export class Shop {
  owner: Login = { account: 'owner', password: 'owner-password' }
  ownerToken = ''
  promoter: Login = { account: 'meimei', password: 'meimei-password' }
  promoterToken = ''
  /** Their invitation code. */
  code = ''
  goods: { bag: Goods; tea: Goods; last: Goods } = {} as Shop['goods']
  private made = 0

  private constructor(readonly url: string, private readonly child: ChildProcess, private readonly folder: string) {}

  /** Where its data are, as the program's commands are told. */
  get database(): string {
    return `sqlite:${join(this.folder, 'shop.db')}`
  }

  /** Opens a fresh shop; an empty one is not even set up. */
  static async open({ isEmpty = false } = {}): Promise<Shop> {
    const folder = mkdtempSync(join(tmpdir(), 'banyan-web-'))
    const child = spawn(program, ['serve', '--test-till', '--db', `sqlite:${join(folder, 'shop.db')}`, '--listen', `127.0.0.1:${await freePort()}`, '--lang', 'en'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const url = await new Promise<string>((found, failed) => {
      child.once('exit', (code) => failed(new Error(`${program} ended with ${code}`)))
      createInterface({ input: child.stdout }).on('line', (line) => {
        const at = /http:\/\/\S+/.exec(line)
        if (at) found(at[0])
      })
    })
    const shop = new Shop(url, child, folder)
    if (!isEmpty) await shop.stock()
    return shop
  }

  /** Closes it, and leaves nothing behind. */
  async close(): Promise<void> {
    const gone = new Promise((done) => this.child.once('exit', done))
    this.child.kill('SIGTERM')
    await gone
    rmSync(this.folder, { recursive: true })
  }

  /** Asks the API as somebody; a refusal fails the test. */
  async ask<T = unknown>(method: string, path: string, body?: unknown, token = this.ownerToken): Promise<T> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (token) headers.authorization = `Bearer ${token}`
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }

  private async stock(): Promise<void> {
    const { account, password } = this.owner
    this.ownerToken = (await this.ask<{ token: string }>('POST', '/setup', { login: account, name: 'Anna', password }, '')).token
    const { version, settings } = await this.ask<{ version: string; settings: object }>('GET', '/staff/settings')
    await this.ask('PUT', '/staff/settings', { version, settings: { ...settings, name: '榕树下 Banyan', is_set_up: true } })
    const home = await this.category('home', '家居', 'Home')
    const food = await this.category('food', '茶与点心', 'Tea and treats')
    this.goods.bag = await this.product('bag', '大号红色购物袋', home, [['red', '红色', 1990, 100], ['blue', '蓝色', 2190, 100]], true)
    this.goods.tea = await this.product('tea', '高山绿茶', food, [['tea-1', '', 3000, 100]])
    this.goods.last = await this.product('last', '最后一只茶杯', food, [['cup', '', 4500, 1]])
    const mei = await this.join(this.promoter, { nickname: '美美', promoter: true, adult: true })
    this.promoterToken = mei
    this.code = (await this.ask<{ code: string }>('GET', '/me/invitation', undefined, mei)).code
  }

  private async category(code: string, zh: string, en: string): Promise<string> {
    return (await this.ask<{ id: string }>('POST', '/staff/categories', { code, title_zh: zh, title_en: en })).id
  }

  /** Puts a product on the shelf; SKUs are code, title, price, stock. */
  async product(code: string, title: string, category: string | null, skus: [string, string, number, number][], is_hot = false, description = ''): Promise<Goods> {
    const body = {
      code, title, category, description, rate: 200_000, is_on: true, is_hot,
      skus: skus.map(([sku, title, price, stock]) => ({ code: sku, title, price, cost: Math.trunc(price / 2), stock })),
    }
    const { id } = await this.ask<{ id: string }>('POST', '/staff/products', body)
    const found = await this.ask<Titled & { id: string; skus: (Titled & { id: string; price: number })[] }>('GET', `/products/${id}`)
    return { id: found.id, title: found.title.zh, skus: found.skus.map((sku) => ({ id: sku.id, title: sku.title.zh, price: sku.price })) }
  }

  /** Takes a product off the shelf. */
  async takeOff(goods: Goods): Promise<void> {
    const { code, title: { zh: title } } = await this.ask<Titled & { code: string }>('GET', `/staff/products/${goods.id}`)
    await this.ask('PUT', `/staff/products/${goods.id}`, { code, title, rate: 0, is_on: false })
  }

  /** Somebody registers; gives their token. */
  async join(login: Login, more: object = {}): Promise<string> {
    const body = { account: login.account, password: login.password, terms: 'test', ...more }
    return (await this.ask<{ token: string }>('POST', '/members', body, '')).token
  }

  /** A customer whom nobody has seen before, with an address. */
  async customer(more: object = {}): Promise<Login & { token: string }> {
    const login = { account: `customer${++this.made}`, password: 'customer-password' }
    const token = await this.join(login, more)
    await this.ask('POST', '/me/addresses', { name: '李雷', phone: '13800138000', address: '杭州市西湖区文三路 1 号', preferred: true }, token)
    return { ...login, token }
  }

  /** An order of theirs, paid for; gives its id. */
  async paid(token: string, sku: string, quantity: number, via?: string, more: { open_group?: string; join_group?: string } = {}): Promise<string> {
    const addresses = await this.ask<{ id: string }[]>('GET', '/me/addresses', undefined, token)
    const placed = await this.ask<{ order: string; payment: string }>('POST', '/orders', { items: [{ sku, quantity }], provider: 'test', address: addresses[0]?.id, via, ...more }, token)
    await this.ask('POST', `/orders/${placed.order}/payments`, { provider: 'test', way: { kind: 'qr' } }, token)
    await this.ask('POST', `/payments/${placed.payment}/test`, { outcome: 'paid' }, token)
    return placed.order
  }

  /** The order is sent, and it arrives. */
  async deliver(order: string): Promise<void> {
    await this.ask('POST', `/staff/orders/${order}/ship`, { carrier: '顺丰', number: 'SF100' })
    await this.ask('POST', `/staff/orders/${order}/receive`)
  }

  /** Signs a member in, in this browser. */
  async signIn(page: Page, login: Login): Promise<void> {
    const answer = await page.request.post(`${this.url}/api/v1/session`, { data: { account: login.account, password: login.password } })
    if (!answer.ok()) throw new Error(await answer.text())
  }

  /** Signs staff in, in this browser. */
  async signInStaff(page: Page, login: Login = this.owner): Promise<void> {
    const answer = await page.request.post(`${this.url}/api/v1/staff/session`, { data: { login: login.account, password: login.password } })
    if (!answer.ok()) throw new Error(await answer.text())
  }
}

/** Pages open in this language, as if chosen before. */
export async function speak(page: Page, lang: 'zh' | 'en'): Promise<void> {
  await page.addInitScript((wanted) => localStorage.getItem('banyan.lang') ?? localStorage.setItem('banyan.lang', wanted), lang)
}

/** `test` with a shop. Whatever a page complains of in its console fails the test: the policy's complaints stand there, too. */
export const test = base.extend<{ quiet: void }, { own: string; shop: Shop }>({
  /** A file of tests that gives this a name of its own has a shop of its own, in which nobody else did anything. */
  own: ['', { scope: 'worker', option: true }],
  shop: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const shop = await Shop.open()
      await use(shop)
      await shop.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ shop }, use) => use(shop.url),
  quiet: [
    async ({ page }, use) => {
      const said: string[] = []
      page.on('console', (message) => {
        // A refused request is written there as well; what the page makes of it is for the tests to see.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) said.push(message.text())
      })
      page.on('pageerror', (error) => said.push(error.message))
      await use()
      if (said.length > 0) throw new Error(`the page complains: ${said.join('\n')}`)
    },
    { auto: true },
  ],
})
