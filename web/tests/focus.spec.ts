/** Whoever moves with the keyboard sees where they are: judged by what is painted, as rules of style can be outranked and clipped. */
import type { CDPSession, Page } from '@playwright/test'
import { desk, mobile } from './places'
import { visited, worked } from './samples'
import { expect, test } from './shop'
import { settled } from './sight'

test.use({ own: 'focus' })
test.describe.configure({ mode: 'parallel' })

/** How far around a control its ring may be drawn: a field's is drawn by the frame around it. */
const AROUND = 14

/** Marks the controls of the page whose look was not seen before, and gives how they look and where they stand. */
function controls(page: Page, seen: string[]): Promise<string[]> {
  return page.evaluate((before) => {
    const known = new Set(before)
    const looks: string[] = []
    const all = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable="true"]')
    for (const el of all) {
      const parent = el.parentElement
      const bare = (one: Element | null) => `${one?.localName}.${one?.getAttribute('class') ?? ''}.${one?.getAttribute('type') ?? ''}`
      const look = `${bare(el)} in ${bare(parent)}`
      if (known.has(look) || el.matches(':disabled, [tabindex="-1"]') || !el.checkVisibility({ visibilityProperty: true })) continue
      known.add(look)
      el.dataset.focusTried = String(looks.length)
      looks.push(look)
    }
    return looks
  }, seen)
}

/** How many pixels two pictures differ in by a contrast of at least 3 : 1. */
function changed(page: Page, before: string, after: string): Promise<number> {
  return page.evaluate(async (both) => {
    const read = async (base64: string) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/png' }))
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
      context?.drawImage(bitmap, 0, 0)
      return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray()
    }
    const light = (value = 0) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    const luminance = (data: Uint8ClampedArray, at: number) => 0.2126 * light(data[at]) + 0.7152 * light(data[at + 1]) + 0.0722 * light(data[at + 2])
    const [one, other] = [await read(both[0] ?? ''), await read(both[1] ?? '')]
    let count = 0
    for (let at = 0; at < one.length; at += 4) {
      if (one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 2] === other[at + 2]) continue
      const [a, b] = [luminance(one, at), luminance(other, at)]
      if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 3) count++
    }
    return count
  }, [before, after])
}

/** A part of a page. */
interface Part { x: number; y: number; width: number; height: number }

/** A control's part of the screen, and how far the page is scrolled. */
interface Stand extends Part { left: number; top: number }

/** Scrolls to a control with no focus anywhere, and tells where it stands once that is painted; nothing if it is not there to be seen. */
function stand(page: Page, place: number): Promise<Stand | null> {
  return page.evaluate(async (at) => {
    const el = document.querySelector<HTMLElement>(`[data-focus-tried="${at}"]`)
    if (!el) return null
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    el.scrollIntoView({ block: 'center', inline: 'center' })
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))
    // What is there for screen readers only is seen by the label around it.
    const { x, y, width, height } = (el.matches('.unseen') ? (el.closest('label') ?? el) : el).getBoundingClientRect()
    return width < 1 || height < 1 ? null : { x, y, width, height, left: scrollX, top: scrollY }
  }, String(place))
}

/** Focuses a control, and tells whether it takes it. A caret that blinks is no ring. */
function focus(page: Page, place: number): Promise<boolean> {
  return page.evaluate(async (at) => {
    const el = document.querySelector<HTMLElement>(`[data-focus-tried="${at}"]`)
    if (!el) return false
    el.style.caretColor = 'transparent'
    el.focus({ preventScroll: true })
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))
    return document.activeElement === el
  }, String(place))
}

/** Why the focus of a control cannot be seen; nothing if it can. */
async function unseen(page: Page, painter: CDPSession, place: number): Promise<string | null> {
  const box = await stand(page, place)
  const size = page.viewportSize()
  if (!box || !size) return null
  const [x, y] = [Math.max(0, box.x - AROUND), Math.max(0, box.y - AROUND)]
  const part = { width: Math.min(size.width, box.x + box.width + AROUND) - x, height: Math.min(size.height, box.y + box.height + AROUND) - y }
  if (part.width < 1 || part.height < 1) return null
  // Hundreds of small pictures are taken: the browser's own command is several times as fast as the one that waits for fonts.
  const clip = { x: x + box.left, y: y + box.top, ...part, scale: 1 }
  const picture = async () => (await painter.send('Page.captureScreenshot', { clip, optimizeForSpeed: true })).data
  const before = await picture()
  // Focus that a program moves shows as it did where it came from: by the keyboard.
  await page.keyboard.press('Shift')
  if (!(await focus(page, place))) return null
  const pixels = await changed(page, before, await picture())
  const [width, height] = [Math.min(box.width, size.width), Math.min(box.height, size.height)]
  // A line of two pixels around a control is twice its edge; half of that is asked for, as corners are round.
  return pixels >= width + height ? null : `${pixels} of ${Math.round(2 * (width + height))} pixels`
}

/** Walks the pages, and tells of every control whose focus cannot be seen. */
async function walk(page: Page, places: string[]): Promise<string[]> {
  const painter = await page.context().newCDPSession(page)
  const seen: string[] = []
  const found: string[] = []
  for (const place of places) {
    await page.goto(place)
    await settled(page)
    await expect(page.locator('h1').first()).toBeAttached()
    const looks = await controls(page, seen)
    seen.push(...looks)
    for (const [at, look] of looks.entries()) {
      const why = await unseen(page, painter, at)
      if (why) found.push(`${place}: ${look}: ${why}`)
    }
  }
  return found
}

for (const [width, colorScheme] of [[390, 'light'], [1280, 'dark']] as const) {
  test(`focus is seen on every control of every page of the storefront and the centre, ${width} px, ${colorScheme}`, async ({ page, shop }) => {
    test.setTimeout(900_000)
    const login = await shop.customer({ nickname: '阿珍', promoter: true, adult: true, via: shop.code })
    const places = mobile(await visited(shop, login.token))
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme })
    await shop.signIn(page, login)
    expect(await walk(page, places)).toEqual([])
  })
}

for (const [width, colorScheme] of [[390, 'dark'], [1280, 'light']] as const) {
  test(`focus is seen on every control of every page of the console, ${width} px, ${colorScheme}`, async ({ page, shop }) => {
    test.setTimeout(900_000)
    const places = desk(await worked(shop))
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await shop.signInStaff(page)
    expect(await walk(page, places)).toEqual([])
  })
}
