/** Pages stand still while they load, and what is pressed is large enough to press. */
import type { Page } from '@playwright/test'
import { mobile } from './places'
import { visited } from './samples'
import { expect, speak, test } from './shop'
import { settled } from './sight'

test.use({ own: 'steady' })

/** How far a page jumped since it was opened (cumulative layout shift). */
async function shifts(page: Page, place: string): Promise<number> {
  await page.goto(place)
  await settled(page)
  return page.evaluate(() => new Promise<number>((done) => {
    let sum = 0
    const watcher = new PerformanceObserver((list) => {
      for (const one of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!one.hadRecentInput) sum += one.value
    })
    watcher.observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => done(sum), 100)
  }))
}

/** Controls that are smaller than they may be, by themselves and by the words that press them too. Links within a sentence are part of it. */
function small(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const out: string[] = []
    for (const el of document.querySelectorAll<HTMLElement>('a[href], button, select, summary, input, textarea, [role="tab"], [role="switch"]')) {
      if (!el.checkVisibility({ visibilityProperty: true, opacityProperty: false }) || el.matches(':disabled, [tabindex="-1"], .skip')) continue
      if (el.matches('a') && getComputedStyle(el).display === 'inline' && !el.querySelector('button, .van-button')) continue
      const within = el.matches('input[type="checkbox"], input[type="radio"], a:has(.van-button)') ? (el.closest('label') ?? el.querySelector('.van-button') ?? el) : el
      const { width, height } = within.getBoundingClientRect()
      if (width > 0 && (width < least - 0.5 || height < least - 0.5)) out.push(`${el.localName}.${el.className} “${(el.getAttribute('aria-label') ?? el.innerText).slice(0, 20)}”: ${Math.round(width)} × ${Math.round(height)}`)
    }
    return out
  }, least)
}

for (const [width, least] of [[390, 44], [1280, 24]] as const) {
  test(`at ${width} px pages hold still, nothing is cut and targets have ${least} px`, async ({ page, shop }) => {
    test.setTimeout(300_000)
    const login = await shop.customer({ nickname: '阿珍', promoter: true, adult: true, via: shop.code })
    const places = mobile(await visited(shop, login.token))
    await speak(page, 'en')
    await page.setViewportSize({ width, height: 844 })
    await shop.signIn(page, login)
    const found: string[] = []
    for (const place of places) {
      const jumped = await shifts(page, place)
      if (jumped >= 0.05) found.push(`${place} jumps by ${jumped.toFixed(3)}`)
      found.push(...(await small(page, least)).map((one) => `${place}: ${one}`))
    }
    expect([...new Set(found)]).toEqual([])
  })
}

test('focus follows what was done: after saving, after paying, into a question and back', async ({ page, shop }) => {
  await speak(page, 'en')
  const buyer = await shop.customer()
  await shop.signIn(page, buyer)
  await page.goto('/me/addresses')
  const edit = page.getByRole('button', { name: 'Edit' })
  await edit.focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Edit' })
  await expect(sheet).toBeFocused()
  await sheet.getByLabel('Full name').fill('Lei Li')
  await sheet.getByRole('button', { name: 'Save' }).focus()
  await page.keyboard.press('Enter')
  await expect(sheet).toBeHidden()
  await expect(edit).toBeFocused()

  await page.goto('/me/account')
  await page.getByLabel('Nickname').fill('Lei')
  await page.getByRole('button', { name: 'Save' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)

  const addresses = await shop.ask<{ id: string }[]>('GET', '/me/addresses', undefined, buyer.token)
  const { order } = await shop.ask<{ order: string }>('POST', '/orders', { items: [{ sku: shop.goods.tea.skus[0]?.id, quantity: 1 }], provider: 'test', address: addresses[0]?.id }, buyer.token)
  await page.goto(`/pay/${order}`)
  await page.getByRole('button', { name: 'Simulate success' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Payment successful' })).toBeFocused()
})
