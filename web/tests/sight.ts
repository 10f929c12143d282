/** What a page must not show, and what it must let everybody do. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Waits until nothing loads any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('status', { name: /^(Loading|正在加载)$/ })).toHaveCount(0)
}

/** Words of the other language, raw keys, leftovers of a program. `data`: what people wrote, in whatever language. */
export function strangers(text: string, lang: 'zh' | 'en', data: string[]): string[] {
  // The name on a key is the same in both languages.
  const own = ['Ctrl', ...data].sort((a, b) => b.length - a.length)
  const rest = own.reduce((left, one) => left.replaceAll(one, ' '), text)
  const leftovers = rest.match(/\b(undefined|null|NaN|\[object \w+\])|\b[a-z]+(?:[._][a-z]+)+\b/g) ?? []
  const other = lang === 'zh' ? (rest.match(/[A-Za-z]{2,}/g) ?? []) : (rest.match(/\p{Script=Han}+/gu) ?? [])
  return [...leftovers, ...other]
}

/** Everything that can be read or heard on a page. */
export async function heard(page: Page): Promise<string> {
  return page.evaluate(() => {
    const names = ['aria-label', 'placeholder', 'title', 'alt']
    const attributes = Array.from(document.querySelectorAll('body *')).flatMap((el) => names.map((name) => el.getAttribute(name) ?? ''))
    return [document.title, document.body.innerText, ...attributes].filter(Boolean).join('\n')
  })
}

/** Words of letters that go on in the next line, in what is shown there: Chinese breaks anywhere, English between its words. */
export async function broken(page: Page, where: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const found: string[] = []
    for (const root of document.querySelectorAll<HTMLElement>(selector)) {
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        for (const word of (node.textContent ?? '').matchAll(/[A-Za-z]{3,}/g)) {
          const range = document.createRange()
          range.setStart(node, word.index)
          range.setEnd(node, word.index + word[0].length)
          const lines = new Set(Array.from(range.getClientRects(), (rect) => Math.round(rect.top)))
          if (lines.size > 1) found.push(`“${word[0]}” is broken`)
        }
      }
    }
    return found
  }, where)
}

/** Waits for what fades or slides all the same. What turns for ever is not waited for. */
async function still(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity),
  )
}

/** What keeps people out who see, hear or move otherwise: the serious violations that axe finds. */
export async function barriers(page: Page): Promise<string[]> {
  await still(page)
  // Who speaks to a machine says what stands on the button: its name has to contain that.
  const { violations } = await new AxeBuilder({ page }).options({ rules: { 'label-content-name-mismatch': { enabled: true } } }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  // A drawing shortens words to fit; its name says them whole.
  const said = serious.map(({ id, nodes }) => ({ id, nodes: nodes.filter((node) => id !== 'label-content-name-mismatch' || !node.html.startsWith('<g')) }))
  return said.filter(({ nodes }) => nodes.length).map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`)
}

/** Nothing hangs over the edge. */
export async function fits(page: Page, place: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over, `${place} is wider than the screen`).toBeLessThanOrEqual(0)
}
