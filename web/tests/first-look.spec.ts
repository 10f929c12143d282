/** How each page of the console comes up: few questions, little to carry, nothing that jumps, nothing that is cut. */
import { desk } from './places'
import { worked } from './samples'
import { expect, speak, test, type Page, type Shop } from './shop'
import { settled } from './sight'

test.use({ own: 'first-look', viewport: { width: 1280, height: 800 } })

const MOST_QUESTIONS = 4
const MOST_BYTES = 150_000
const MOST_SHIFT = 0.05

/** Orders of many buyers, so that a list that asked for each name would ask often. */
async function busy(shop: Shop): Promise<Record<string, string>> {
  for (let one = 0; one < 8; one++) {
    const { token } = await shop.customer({ via: shop.code, nickname: `buyer ${one}` })
    await shop.paid(token, shop.goods.bag.skus[0]?.id ?? '', 1, shop.code)
  }
  return worked(shop)
}

/** What moves while a page comes up, added up as browsers do. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { sum: 0, what: [] as string[] }
    Object.assign(window, { shifts: seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: { node?: Node }[] })[]) {
        if (entry.hadRecentInput) continue
        seen.sum += entry.value
        const names = (entry.sources ?? []).map(({ node }) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : ''))
        seen.what.push(`${entry.value.toFixed(3)} ${names.join(', ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

test('a page asks at most four times for at most 150 kB, and nothing jumps', async ({ page, shop }) => {
  test.setTimeout(240_000)
  const places = desk(await busy(shop))
  await speak(page, 'en')
  await shop.signInStaff(page)
  await watchShifts(page)
  const found: string[] = []
  for (const place of places) {
    const asked: string[] = []
    let bytes = 0
    const count = (request: { url: () => string }) => {
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/api/')) asked.push(pathname)
    }
    const weigh = async (response: { url: () => string; body: () => Promise<Buffer> }) => {
      if (new URL(response.url()).pathname.startsWith('/api/')) bytes += (await response.body().catch(() => Buffer.alloc(0))).length
    }
    page.on('request', count)
    page.on('response', weigh)
    await page.goto(place)
    // The first useful picture: a heading, and nothing in sight that still waits.
    await page.waitForFunction(() => {
      const waits = Array.from(document.querySelectorAll('main .el-skeleton')).some((one) => one.getBoundingClientRect().top < window.innerHeight)
      return document.querySelector('main h1') !== null && !waits
    })
    const first = [...asked]
    page.off('request', count)
    await settled(page)
    page.off('response', weigh)
    if (first.length > MOST_QUESTIONS) found.push(`${place} asks ${first.length} times: ${first.join(' ')}`)
    if (bytes > MOST_BYTES) found.push(`${place} carries ${bytes} bytes`)
    const { sum, what } = await page.evaluate(() => (window as unknown as { shifts: { sum: number; what: string[] } }).shifts)
    if (sum >= MOST_SHIFT) found.push(`${place} jumps by ${sum.toFixed(3)}: ${what.join(' | ')}`)
  }
  expect(found).toEqual([])
})

/** Columns that are cut at the side, and words that are broken in two, in what is on the screen. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const table of document.querySelectorAll<HTMLElement>('main .el-scrollbar__wrap, main .sheet')) {
      if (table.scrollWidth > table.clientWidth + 1) found.push(`a table of ${table.scrollWidth} in ${table.clientWidth}`)
    }
    const heads = document.querySelectorAll<HTMLElement>('main th, main h1, main h2, main h3, main dt, nav a, main button')
    for (const head of heads) {
      const walk = document.createTreeWalker(head, NodeFilter.SHOW_TEXT)
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        for (const word of (node.textContent ?? '').matchAll(/[\p{L}\p{N}]+/gu)) {
          const range = document.createRange()
          range.setStart(node, word.index)
          range.setEnd(node, word.index + word[0].length)
          const lines = new Set(Array.from(range.getClientRects(), (rect) => Math.round(rect.top)))
          if (lines.size > 1) found.push(`“${word[0]}” is broken`)
        }
      }
    }
    return found
  })
}

test('in English no column is cut and no heading breaks inside of a word', async ({ page, shop }) => {
  test.setTimeout(240_000)
  const places = desk(await busy(shop))
  await speak(page, 'en')
  await shop.signInStaff(page)
  const found: string[] = []
  for (const place of places) {
    await page.goto(place)
    await settled(page)
    found.push(...(await cut(page)).map((one) => `${place}: ${one}`))
  }
  expect(found).toEqual([])
})
