/** Coupons at checkout: the one that saves most is chosen, and they may choose otherwise. */
import { type Page } from '@playwright/test'
import { expect, speak, test, type Clock } from './later'
import type { Login, Shop } from './shop'

test.use({ own: 'coupons' })

const again = async (shop: Shop, who: Login) => (await shop.ask<{ token: string }>('POST', '/session', { account: who.account, password: who.password }, '')).token
const owned = async (shop: Shop) => {
  shop.ownerToken = (await shop.ask<{ token: string }>('POST', '/staff/session', { login: shop.owner.account, password: shop.owner.password }, '')).token
}

/** A customer with coupons of 5.00 and 10.00, as the plan thanks them for each piece that they bought. */
async function thanked(shop: Shop, clock: Clock): Promise<Login> {
  const { source } = await shop.ask<{ source: string }>('GET', '/staff/plans/1')
  const thanks = '[[reward]]\nid = "thanks"\ntitle = { zh = "谢谢券", en = "Thank-you coupon" }\non = "sale"\nto = "buyer"\ncoupon = "5.00"\nper = "piece"\n'
  await shop.ask('POST', '/staff/plans', { source: `${source}\n${thanks}`, sign_offs: [] })
  clock.forward(8, shop)
  await owned(shop)
  const customer = await shop.customer()
  for (const pieces of [1, 2]) await shop.deliver(await shop.paid(customer.token, shop.goods.tea.skus[0]?.id ?? '', pieces))
  clock.forward(9, shop)
  await owned(shop)
  const token = await again(shop, customer)
  await expect.poll(async () => (await shop.ask<{ items: unknown[] }>('GET', '/me/coupons', undefined, token)).items.length, { timeout: 60_000 }).toBe(2)
  return customer
}

const due = (page: Page) => page.locator('.sums .due')

test('the coupon that saves most is chosen at checkout, and she may choose another one or none', async ({ page, shop, clock }) => {
  test.setTimeout(120_000)
  const customer = await thanked(shop, clock)
  await speak(page, 'en')
  await shop.signIn(page, customer)
  await page.goto(`/checkout?items=${shop.goods.tea.skus[0]?.id}*1`)
  const coupon = page.getByRole('combobox', { name: 'Coupon' })
  await expect(coupon.locator('option:checked')).toContainText('¥10.00 off')
  await expect(coupon.locator('option:checked')).toContainText('Saves most')
  await expect(page.getByText('One coupon per order.')).toBeVisible()
  await expect(due(page)).toHaveText('¥20.00')
  await coupon.selectOption({ index: 2 })
  await expect(due(page)).toHaveText('¥25.00')
  await expect(coupon.locator('option:checked')).toContainText('Saves ¥5.00 less than the best one')
  await coupon.selectOption({ index: 0 })
  await expect(due(page)).toHaveText('¥30.00')
  await page.reload()
  await expect(due(page)).toHaveText('¥20.00')
  const pictures = process.env.BANYAN_PICTURES
  for (const lang of pictures ? (['zh', 'en'] as const) : []) {
    await page.evaluate((wanted) => localStorage.setItem('banyan.lang', wanted), lang)
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 })
      await page.reload()
      await expect(due(page)).toHaveText('¥20.00')
      await page.screenshot({ path: `${pictures}/coupon-checkout-${lang}-${width}.png`, fullPage: true })
    }
  }
  await page.getByRole('button', { name: 'Place order' }).click()
  await page.getByRole('button', { name: 'Simulate success' }).click()
  await page.getByRole('link', { name: 'View order' }).click()
  await expect(page.getByText('¥20.00').first()).toBeVisible()
  await expect.poll(async () => (await shop.ask<{ items: { amount: number; state: string }[] }>('GET', '/me/coupons', undefined, await again(shop, customer))).items.map((one) => `${one.amount} ${one.state}`).sort()).toEqual(['1000 used', '500 open'])
})
