/** Coupons of campaigns: staff starts one, a customer collects it and pays less. */
import { type Page } from '@playwright/test'
import { expect, speak, test, type Shop } from './shop'

const spring = { title: '春茶节', way: 'collect', bearer: 'shop', rules: { amount: 500, least: 2_000 }, valid_days: 7, per_member: 1, pieces: 100 }

test('staff starts a campaign, and sees what became of its coupons', async ({ page, shop }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await shop.signInStaff(page)
  await speak(page, 'en')
  await page.goto('/console/campaigns')
  await page.getByRole('button', { name: 'New coupon' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'New coupon' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Autumn')
  await dialog.getByRole('textbox', { name: 'Amount off' }).fill('8')
  await dialog.getByRole('textbox', { name: 'From an amount of' }).fill('99')
  await dialog.getByRole('button', { name: 'New coupon' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('row', { name: /Autumn/ })
  await expect(row).toContainText('¥8.00 off from ¥99.00')
  await expect(row).toContainText('0 / 100')
  await row.getByRole('button', { name: 'Terms' }).click()
  await expect(page.getByText('When all of an order has been refunded, the coupon is returned')).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).last().click()
  await row.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
  await expect(row).toContainText('This campaign is over')
})

/** A customer who has collected a coupon and stands at checkout. */
async function collected(page: Page, shop: Shop, collect: string) {
  const customer = await shop.customer()
  await shop.signIn(page, customer)
  await page.goto('/coupons')
  await page.getByRole('listitem').filter({ hasText: spring.title }).first().getByRole('button', { name: collect }).click()
  return customer
}

test('a customer collects a coupon, and checkout takes it off by itself', async ({ page, shop }) => {
  await shop.ask('POST', '/staff/campaigns', spring)
  const secret = `S${Date.now() % 1_000_000}CODE`
  await shop.ask('POST', '/staff/campaigns', { ...spring, title: '密码券', way: 'code', code: secret, rules: { amount: 100 } })
  await speak(page, 'en')
  await page.goto('/coupons')
  await expect(page.getByText('¥5.00 off from ¥20.00').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in to collect' }).first()).toBeVisible()
  const customer = await collected(page, shop, 'Collect')
  await expect(page.getByText('1 for each member at most').first()).toBeVisible()
  await page.goto('/me/coupons')
  await page.getByPlaceholder('Enter a code').fill(secret.toLowerCase())
  await page.getByRole('button', { name: 'Redeem' }).click()
  await expect(page.getByText('密码券')).toBeVisible()
  await shop.ask('POST', '/me/addresses', { name: '韩梅梅', phone: '13900139000', address: '浙江省宁波市中山路 1 号', preferred: true }, customer.token)
  await page.goto(`/checkout?items=${shop.goods.tea.skus[0]?.id}*1`)
  const coupon = page.getByRole('combobox', { name: 'Coupon' })
  await expect(coupon.locator('option:checked')).toContainText('春茶节 · ¥5.00 off')
  await page.getByRole('button', { name: 'Place order' }).click()
  await page.getByRole('button', { name: 'Simulate success' }).click()
  await page.getByRole('link', { name: 'View order' }).click()
  await page.goto('/me/coupons')
  await expect(page.getByRole('listitem').filter({ hasText: '春茶节' }).first()).toContainText('Used')
})

const pictures = process.env.BANYAN_PICTURES
for (const lang of ['zh', 'en'] as const) {
  for (const width of [390, 1280]) {
    test(`pictures of campaigns in ${lang} at ${width}`, async ({ page, shop }) => {
      test.skip(!pictures, 'only where somebody looks at them: BANYAN_PICTURES=folder')
      const shot = async (name: string) => {
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: `${pictures}/campaigns-${name}-${lang}-${width}.png`, fullPage: true })
      }
      await shop.ask('POST', '/staff/campaigns', spring)
      await shop.ask('POST', '/staff/campaigns', { ...spring, title: '新客九折', rules: { amount: 1_500, rate: 100_000, newcomers: true }, money: 100_000 })
      await page.setViewportSize({ width, height: 844 })
      await speak(page, lang)
      await collected(page, shop, lang === 'zh' ? '领取' : 'Collect')
      await page.locator('summary').first().click()
      await shot('centre')
      await page.goto('/me/coupons')
      await shot('mine')
      await page.goto(`/checkout?items=${shop.goods.tea.skus[0]?.id}*1`)
      await shot('checkout')
      await shop.signInStaff(page)
      await page.goto('/console/campaigns')
      await shot('console')
      await page.getByRole('button', { name: lang === 'zh' ? '新建优惠券' : 'New coupon' }).click()
      await shot('console-form')
    })
  }
}
