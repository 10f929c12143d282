/** How each page of the console comes up: few questions, little to carry, nothing that jumps, nothing that is cut. */
import { desk } from './places'
import { worked } from './samples'
import { expect, Shop, speak, test, type Page } from './shop'
import { broken, settled } from './sight'

test.use({ own: 'first-look', viewport: { width: 1280, height: 800 } })

const MOST_QUESTIONS = 4
const MOST_BYTES = 150_000
const MOST_SHIFT = 0.05
/** Milliseconds until the shop's answers are let through, so that what stands there before them is painted, on any machine. */
const AWAY = 50

/** What is noted in the page while it comes up. */
interface Noted {
  /** What it asked the shop for. */
  asked: string[]
  /** The same, up to the first useful picture: a heading, and nothing in sight that still waits. */
  first: string[] | null
  /** Cumulative layout shift, and what moved. */
  shift: number
  moved: string[]
}

/** Orders of many buyers, so that a list that asked for each name would ask often. */
async function busy(shop: Shop): Promise<Record<string, string>> {
  for (let one = 0; one < 8; one++) {
    const { token } = await shop.customer({ via: shop.code, nickname: `buyer ${one}` })
    await shop.paid(token, shop.goods.bag.skus[0]?.id ?? '', 1, shop.code)
  }
  return worked(shop)
}

/** Notes from inside of the page, where nothing depends on how fast somebody outside looks. */
async function note(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: Noted = { asked: [], first: null, shift: 0, moved: [] }
    Object.assign(window, { noted })
    const ask = window.fetch
    window.fetch = (input, init) => {
      noted.asked.push(new URL(input instanceof Request ? input.url : input, location.href).pathname)
      return ask(input, init)
    }
    new MutationObserver(() => {
      if (noted.first || !document.querySelector('main h1')) return
      const waiting = Array.from(document.querySelectorAll('main .el-skeleton'))
      if (!waiting.some((one) => one.getBoundingClientRect().top < window.innerHeight)) noted.first = [...noted.asked]
    }).observe(document, { childList: true, subtree: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: { node?: Node }[] })[]) {
        if (entry.hadRecentInput) continue
        noted.shift += entry.value
        const names = (entry.sources ?? []).map(({ node }) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : ''))
        noted.moved.push(`${entry.value.toFixed(3)} ${names.join(', ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.route('**/api/**', async (route) => {
    await new Promise((done) => setTimeout(done, AWAY))
    await route.continue()
  })
}

/** Columns and cells that are cut at the side, in what is on the screen. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const table of document.querySelectorAll<HTMLElement>('main .el-scrollbar__wrap, main .sheet')) {
      if (table.scrollWidth > table.clientWidth + 1) found.push(`a table of ${table.scrollWidth} in ${table.clientWidth}`)
    }
    for (const cell of document.querySelectorAll<HTMLElement>('main .el-table .cell')) {
      if (cell.scrollWidth > cell.clientWidth + 1) found.push(`“${cell.innerText.slice(0, 40)}” is cut`)
    }
    return found
  })
}

/** Opens a page; what is wrong with how it comes up. */
async function faults(page: Page, place: string): Promise<string[]> {
  let bytes = 0
  const weigh = async (response: { url: () => string; body: () => Promise<Buffer> }) => {
    if (new URL(response.url()).pathname.startsWith('/api/')) bytes += (await response.body().catch(() => Buffer.alloc(0))).length
  }
  page.on('response', weigh)
  await page.goto(place)
  await page.waitForFunction(() => (window as unknown as { noted: Noted }).noted.first !== null)
  await settled(page)
  page.off('response', weigh)
  const { first, shift, moved } = await page.evaluate(() => (window as unknown as { noted: Noted }).noted)
  const asked = (first ?? []).filter((one) => one.startsWith('/api/'))
  const found = [...(await cut(page)), ...(await broken(page, 'main th, main h1, main h2, main h3, main dt, nav a, main button'))]
  if (asked.length > MOST_QUESTIONS) found.push(`asks ${asked.length} times: ${asked.join(' ')}`)
  if (bytes > MOST_BYTES) found.push(`carries ${bytes} bytes`)
  if (shift >= MOST_SHIFT) found.push(`jumps by ${shift.toFixed(3)}: ${moved.join(' | ')}`)
  return found.map((one) => `${place} ${one}`)
}

for (const lang of ['en', 'zh'] as const) {
  test(`a page asks at most four times for at most 150 kB, and nothing jumps or is cut, ${lang === 'en' ? 'in English' : 'in Chinese'}`, async ({ page, shop }) => {
    test.setTimeout(900_000)
    const places = desk(await busy(shop))
    await speak(page, lang)
    await shop.signInStaff(page)
    await note(page)
    const found: string[] = []
    for (const place of [...places, '/console/members/tree']) found.push(...(await faults(page, place)))
    expect(found).toEqual([])
  })
}

test('the set-up of a new shop asks as little at each of its steps', async ({ page }) => {
  const shop = await Shop.open({ isEmpty: true })
  try {
    const place = `${shop.url}/console/setup`
    await speak(page, 'en')
    await note(page)
    const found = await faults(page, place)
    shop.ownerToken = (await shop.ask<{ token: string }>('POST', '/setup', { login: shop.owner.account, name: 'Anna', password: shop.owner.password }, '')).token
    await shop.signInStaff(page)
    await page.goto(place)
    await expect(page.getByLabel('Name of the shop')).toBeVisible()
    found.push(...(await faults(page, place)))
    const { version, settings } = await shop.ask<{ version: string; settings: object }>('GET', '/staff/settings')
    await shop.ask('PUT', '/staff/settings', { version, settings: { ...settings, name: 'Banyan teas' } })
    found.push(...(await faults(page, place)))
    await page.getByRole('button', { name: 'Keep this plan' }).click()
    await expect(page.getByRole('heading', { name: 'First product' })).toBeVisible()
    found.push(...(await faults(page, place)))
    expect(found).toEqual([])
  } finally {
    await shop.close()
  }
})
