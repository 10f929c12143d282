import { expect, speak, test, type Goods, type Login, type Shop } from './shop'

/** Tea at 100.00 that members have for 95.00, and everybody for 90.00 from three; two at least, six a day. */
async function special(shop: Shop, code: string): Promise<Goods> {
  const goods = await shop.product(code, `会员绿茶 ${code}`, null, [[code, '250g', 10_000, 100]])
  const prices = [{ list: 'member', from: 1, price: 9_500 }, { list: 'everyone', from: 4, price: 9_000 }]
  const limits = { least: 2, step: 2, per_member: 6, period: 'day' }
  await shop.ask('PUT', `/staff/skus/${goods.skus[0]?.id}/prices`, { prices, limits })
  return goods
}

const signedIn = async (shop: Shop, page: Parameters<Shop['signIn']>[0]): Promise<Login & { token: string }> => {
  const customer = await shop.customer()
  await shop.signIn(page, customer)
  return customer
}

test('a member sees her price with the regular one, pays it, and the order says why', async ({ page, shop }) => {
  const goods = await special(shop, 'member-tea')
  await speak(page, 'en')
  await page.goto(`/product/${goods.id}`)
  await expect(page.getByText('¥100.00').first()).toBeVisible()
  await expect(page.getByText('Minimum order: 2')).toBeVisible()
  await signedIn(shop, page)
  await page.reload()
  await expect(page.getByText('Member price').first()).toBeVisible()
  await expect(page.getByText('¥95.00').first()).toBeVisible()
  await expect(page.getByRole('row', { name: '4 or more ¥90.00 Price from 4 pieces' })).toBeVisible()
  await page.getByRole('button', { name: 'Increase quantity' }).click()
  await expect(page.getByRole('textbox', { name: 'Quantity' })).toHaveValue('4')
  await expect(page.getByRole('row', { name: '4 or more' })).toHaveAttribute('aria-current', 'true')
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.goto('/cart')
  await expect(page.getByText('¥360.00')).toBeVisible()
  await page.getByRole('button', { name: 'Check out (1)' }).click()
  await expect(page.getByText('Price from 4 pieces')).toBeVisible()
  await page.getByRole('button', { name: 'Place order' }).click()
  await page.getByRole('button', { name: 'Simulate success' }).click()
  await page.getByRole('link', { name: 'View order' }).click()
  await expect(page.getByText('Price from 4 pieces: ¥90.00 each')).toBeVisible()
  // Two more today, and then no more.
  await page.goto(`/product/${goods.id}`)
  await expect(page.getByText('At most 6 per member a day, you can buy 2 more')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Increase quantity' })).toBeDisabled()
  await page.getByRole('button', { name: 'Buy now' }).click()
  await page.getByRole('button', { name: 'Place order' }).click()
  await expect(page.getByRole('button', { name: 'Simulate success' })).toBeVisible()
  await page.goto(`/product/${goods.id}`)
  await expect(page.getByRole('button', { name: 'Limit reached' })).toBeDisabled()
})

test('staff sets prices and limits of an option, and is told what cannot be', async ({ page, shop }) => {
  const goods = await shop.product('priced-tea', '定价绿茶', null, [['priced-1', '250g', 10_000, 100]])
  await page.setViewportSize({ width: 1280, height: 900 })
  await shop.signInStaff(page)
  await speak(page, 'en')
  await page.goto(`/console/products/${goods.id}`)
  await page.getByRole('button', { name: 'Prices and limits' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add a price' }).click()
  await dialog.getByRole('textbox', { name: 'Price' }).fill('120')
  await dialog.getByRole('spinbutton', { name: 'Maximum per order' }).fill('5')
  await dialog.getByRole('button', { name: 'Save prices' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Expected a price below the regular price, and not below zero')
  await dialog.getByRole('textbox', { name: 'Price' }).fill('95')
  await dialog.getByRole('button', { name: 'Save prices' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Members ¥95.00')).toBeVisible()
  await expect(page.getByText('at most 5 per order')).toBeVisible()
})
