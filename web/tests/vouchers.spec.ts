/** Vouchers: staff says what a product's vouchers promise, a customer buys and shows one, a clerk redeems it on a phone. */
import { expect, speak, test, type Shop } from './shop'

test.use({ own: 'vouchers' })

const terms = (changes: object = {}) => ({
  days: 30, weekdays: [1, 2, 3, 4, 5, 6, 7], unused: 'refunded', place_zh: '西湖游船码头', place_en: 'West Lake Pier', address_zh: '杭州市西湖区湖滨路 1 号', address_en: '1 Hubin Road, Hangzhou',
  hours_zh: '每天 9:00–17:00', hours_en: '9 to 5, every day', ...changes,
})
const sold = (shop: Shop, changes?: object) => shop.ask('PUT', `/staff/products/${shop.goods.tea.id}/kind`, { voucher: terms(changes) })

/** Somebody of the merchant's who redeems vouchers and does nothing else. */
async function clerk(shop: Shop, name: string) {
  const login = { account: name, password: 'clerk-password-1' }
  await shop.ask('POST', '/staff/accounts', { login: name, name, password: login.password, role: 'clerk' })
  return login
}

test('a voucher is bought without an address, shown with its code, and redeemed once on a phone', async ({ page, shop, browser }) => {
  test.setTimeout(240_000)
  // Staff says what it promises.
  await page.setViewportSize({ width: 1280, height: 900 })
  await shop.signInStaff(page)
  await speak(page, 'en')
  await page.goto(`/console/products/${shop.goods.tea.id}`)
  // It stands below the first screen, and comes when somebody gets there.
  await page.getByRole('heading', { name: 'Delivery', exact: true }).scrollIntoViewIfNeeded()
  await page.getByText('Vouchers, redeemed on site').click()
  const save = page.getByRole('button', { name: 'Save delivery' })
  await expect(save).toBeDisabled()
  await page.getByLabel('Where, in Chinese').fill('西湖游船码头')
  await page.getByLabel('Where, in English').fill('West Lake Pier')
  await page.getByLabel('Address, in Chinese').fill('杭州市西湖区湖滨路 1 号')
  await page.getByLabel('Address, in English').fill('1 Hubin Road, Hangzhou')
  await save.click()
  await expect(page.getByText('Saved')).toBeVisible()

  // A customer reads it and buys two.
  const theirs = await browser.newContext({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
  const phone = await theirs.newPage()
  await speak(phone, 'en')
  const buyer = await shop.customer({ nickname: '赵大娘' })
  await shop.signIn(phone, buyer)
  await phone.goto(`/product/${shop.goods.tea.id}`)
  await expect(phone.getByText('West Lake Pier')).toBeVisible()
  await expect(phone.getByText('Unused vouchers can be refunded at any time')).toBeVisible()
  await phone.goto(`/checkout?items=${shop.goods.tea.skus[0]?.id}*2`)
  await expect(phone.getByText('no delivery address is needed')).toBeVisible()
  await expect(phone.getByText('for 90 days after the day of purchase')).toBeVisible()
  await phone.getByRole('button', { name: 'Place order' }).click()
  await phone.getByRole('button', { name: 'Simulate success' }).click()
  await phone.getByRole('link', { name: 'View order' }).click()
  await expect(phone.getByText('Ready to use').first()).toBeVisible()
  const order = new URL(phone.url()).pathname
  const code = (await phone.getByLabel('Voucher code').first().textContent())?.trim() ?? ''
  expect(code).toMatch(/^([346789A-Y]{4}-){3}[346789A-Y]{4}$/)
  await phone.getByRole('button', { name: 'Show QR code' }).first().click()
  await expect(phone.getByRole('img', { name: 'QR code of the voucher' })).toBeVisible()
  const picture = await phone.getByRole('img', { name: 'QR code of the voucher' }).screenshot()

  // The merchant's clerk sees the desk and nothing else.
  const at = await browser.newContext({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
  const desk = await at.newPage()
  await speak(desk, 'en')
  await shop.signInStaff(desk, await clerk(shop, 'pier-clerk'))
  await desk.goto('/console/')
  await expect(desk.getByRole('heading', { name: 'Redeem vouchers' })).toBeVisible()
  await expect(desk.getByText('Nothing redeemed today yet.')).toBeVisible()
  const typed = desk.getByLabel('Voucher code')
  await typed.fill(code.slice(0, -1) + (code.endsWith('3') ? '4' : '3'))
  await desk.getByRole('button', { name: 'Look up' }).click()
  await expect(desk.getByRole('alert')).toContainText('mistyped')
  // From a photo of what the customer shows.
  await desk.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
  await expect(desk.getByText('赵**')).toBeVisible()
  await expect(desk.getByText('赵大娘')).toHaveCount(0)
  await desk.getByRole('button', { name: 'Redeem this voucher' }).click()
  await expect(desk.getByRole('button', { name: 'Undo' })).toBeVisible()
  // The second try is refused with the reason, typed in small letters.
  await typed.fill(code.toLowerCase())
  await desk.getByRole('button', { name: 'Look up' }).click()
  await expect(desk.getByRole('alert').filter({ hasText: 'redeemed already' })).toContainText('by pier-clerk, at “West Lake Pier”')
  await expect(desk.getByRole('button', { name: 'Redeem this voucher' })).toHaveCount(0)
  expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  // The buyer sees it, and has the money of the other one back.
  await phone.goto('/me/vouchers')
  await expect(phone.getByText('Redeemed', { exact: true }).last()).toBeVisible()
  await phone.getByRole('button', { name: 'Refund' }).click()
  await phone.getByRole('button', { name: 'Confirm' }).click()
  await expect(phone.getByText('Refunded', { exact: true }).last()).toBeVisible()
  await phone.goto(order)
  await expect(phone.getByText('Not used, refunded by its buyer')).toBeVisible()
  // The shop's list says who redeemed it.
  await page.goto('/console/orders/vouchers')
  await expect(page.getByRole('row', { name: /pier-clerk/ })).toContainText('Redeemed')
  await theirs.close()
  await at.close()
})

const pictures = process.env.BANYAN_PICTURES
for (const lang of ['zh', 'en'] as const) {
  for (const width of [390, 1280]) {
    test(`pictures of vouchers in ${lang} at ${width}`, async ({ page, shop }) => {
      test.skip(!pictures, 'only where somebody looks at them: BANYAN_PICTURES=folder')
      const shot = async (name: string) => {
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: `${pictures}/vouchers-${name}-${lang}-${width}.png`, fullPage: true })
      }
      await sold(shop, { weekdays: [1, 2, 3, 4, 5, 6, 7].filter((day) => day !== 3) })
      const buyer = await shop.customer({ nickname: '赵大娘' })
      const order = await shop.paid(buyer.token, shop.goods.tea.skus[0]?.id ?? '', 2)
      const { vouchers } = await shop.ask<{ vouchers: { code: string }[] }>('GET', `/orders/${order}`, undefined, buyer.token)
      await page.setViewportSize({ width, height: 844 })
      await speak(page, lang)
      await shop.signIn(page, buyer)
      for (const [name, path] of [['product', `/product/${shop.goods.tea.id}`], ['checkout', `/checkout?items=${shop.goods.tea.skus[0]?.id}*1`], ['order', `/orders/${order}`], ['mine', '/me/vouchers'], ['none', '/me/vouchers?state=expired'], ['orders', '/orders?state=to_use']] as const) {
        await page.goto(path)
        await shot(name)
      }
      await page.context().clearCookies()
      await shop.signInStaff(page)
      await page.goto('/console/redeem')
      await page.getByLabel(lang === 'zh' ? '核销码' : 'Voucher code').fill(vouchers[0]?.code ?? '')
      await page.getByRole('button', { name: lang === 'zh' ? '查看' : 'Look up' }).click()
      await shot('desk')
      for (const [name, path] of [['console', '/console/orders/vouchers'], ['console-order', `/console/orders/${order}`], ['console-product', `/console/products/${shop.goods.tea.id}`]] as const) {
        await page.goto(path)
        await shot(name)
      }
    })
  }
}
