/** A shop whose time a test moves on: Debian's faketime stands between the program and the machine's clock. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { program, Shop, test as base } from './shop'

export { expect, speak } from './shop'

const libraries = '/usr/lib'

/** The library that answers for the clock. */
function faketime(): string {
  const found = readdirSync(libraries).map((one) => join(libraries, one, 'faketime/libfaketimeMT.so.1')).find((path) => existsSync(path))
  if (!found) throw new Error('these tests move the time on: apt-get install faketime')
  return found
}

/** The shop's clock; the browser's stays as it is. */
export class Clock {
  private days = 0
  private readonly folder = mkdtempSync(join(tmpdir(), 'banyan-clock-'))
  private readonly file = join(this.folder, 'clock')
  /** What the program has to be started with. */
  readonly env = { LD_PRELOAD: faketime(), FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' }

  constructor() {
    this.forward(0)
  }

  /** So many days go by. Whoever runs the shop says that its clock is right: a step of days is not believed otherwise. */
  forward(days: number, shop?: Shop): void {
    this.days += days
    writeFileSync(this.file, `+${this.days}d\n`)
    if (shop) execFileSync(program, ['clock', 'accept', '--db', shop.database], { env: { ...process.env, ...this.env } })
  }

  forget(): void {
    rmSync(this.folder, { recursive: true })
  }
}

export const test = base.extend<object, { clock: Clock; shop: Shop }>({
  clock: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const clock = new Clock()
      await use(clock)
      clock.forget()
    },
    { scope: 'worker' },
  ],
  shop: [
    async ({ clock }, use) => {
      // The program inherits these; nobody else is started meanwhile.
      Object.assign(process.env, clock.env)
      const shop = await Shop.open()
      for (const name of Object.keys(clock.env)) delete process.env[name]
      await use(shop)
      await shop.close()
    },
    { scope: 'worker' },
  ],
})
