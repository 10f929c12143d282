import { expect, speak, test, type Goods, type Shop } from './shop'

const rate = (first_price: number, free_amount: number | null = null) => ({ first: 1000, first_price, next: 500, next_price: 200, free_amount })

/** Tea of 400 g: to Zhejiang for 6.00, free from 99.00; not to Tibet; elsewhere for 10.00. */
async function carried(shop: Shop, code: string): Promise<Goods> {
  const goods = await shop.product(code, `高山绿茶 ${code}`, null, [[code, '250g', 5_000, 100]])
  const zones = [{ regions: ['浙江省'], rate: rate(600, 9_900) }, { regions: ['西藏自治区'] }]
  const { id } = await shop.ask<{ id: string }>('POST', '/staff/freights', { title: `快递 ${code}`, unit: 'weight', zones, elsewhere: rate(1_000) })
  await shop.ask('PUT', `/staff/products/${goods.id}/freight`, { template: id, weight: 400 })
  return goods
}

const address = (where: string, preferred: boolean) => ({ name: '韩梅梅', phone: '13900139000', address: where, preferred })

test('the buyer sees what shipping costs to each of her addresses, and pays what she saw', async ({ page, shop }) => {
  const goods = await carried(shop, 'shipped-tea')
  const customer = await shop.customer()
  await shop.ask('POST', '/me/addresses', address('浙江省宁波市中山路 1 号', true), customer.token)
  await shop.ask('POST', '/me/addresses', address('西藏自治区拉萨市 1 号', false), customer.token)
  await speak(page, 'en')
  await shop.signIn(page, customer)
  await page.goto(`/product/${goods.id}`)
  await expect(page.getByText('Shipping depends on your address')).toBeVisible()
  await page.getByRole('button', { name: 'Buy now' }).click()
  await expect(page.getByText('¥6.00 for the first 1000 g')).toBeVisible()
  await expect(page.getByText('¥56.00').first()).toBeVisible()
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByText('西藏自治区拉萨市 1 号').click()
  await expect(page.getByRole('alert')).toContainText('is not sent to that region')
  await expect(page.getByRole('button', { name: 'Place order' })).toBeDisabled()
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByText('浙江省宁波市中山路 1 号').click()
  await page.getByRole('button', { name: 'Place order' }).click()
  await page.getByRole('button', { name: 'Simulate success' }).click()
  await page.getByRole('link', { name: 'View order' }).click()
  await expect(page.getByText('¥6.00 for the first 1000 g')).toBeVisible()
  await expect(page.getByText('¥56.00')).toBeVisible()
})

test('staff makes a template, and a product goes by it', async ({ page, shop }) => {
  const goods = await shop.product('heavy-tea', '重绿茶', null, [['heavy-1', '5kg', 10_000, 100]])
  await page.setViewportSize({ width: 1280, height: 900 })
  await shop.signInStaff(page)
  await speak(page, 'en')
  await page.goto('/console/products/freight')
  await page.getByRole('button', { name: 'New shipping template' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Parcel')
  await dialog.getByRole('textbox', { name: 'Price of first' }).fill('8')
  await dialog.getByRole('textbox', { name: 'Price of each' }).fill('3')
  await dialog.getByRole('button', { name: 'Add regions' }).click()
  await dialog.getByRole('combobox', { name: 'Regions' }).fill('Germany')
  await page.getByRole('option', { name: 'Germany' }).click()
  await dialog.getByRole('switch', { name: 'Shipping' }).first().press(' ')
  await dialog.getByRole('button', { name: 'New shipping template' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('¥8.00 for the first 1,000 g, then ¥3.00 per 1,000 g')).toBeVisible()
  await expect(page.locator('dl', { hasText: 'Germany' }).getByText('No shipping', { exact: true })).toBeVisible()
  await page.goto(`/console/products/${goods.id}`)
  await page.locator('.el-select__wrapper', { hasText: 'Free shipping' }).click()
  await page.getByRole('option', { name: 'Parcel' }).click()
  await page.getByRole('spinbutton', { name: 'Weight per item (g)' }).fill('5200')
  await page.getByRole('button', { name: 'Save product' }).click()
  await expect(page.getByText('Product saved')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('spinbutton', { name: 'Weight per item (g)' })).toHaveValue('5200')
})

const pictures = process.env.BANYAN_PICTURES
for (const lang of ['zh', 'en'] as const) {
  for (const width of [390, 1280]) {
    test(`pictures of freight in ${lang} at ${width}`, async ({ page, shop }) => {
      test.skip(!pictures, 'only where somebody looks at them: BANYAN_PICTURES=folder')
      const goods = await carried(shop, `ship-${lang}-${width}`)
      const shot = async (name: string) => {
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: `${pictures}/freight-${name}-${lang}-${width}.png`, fullPage: true })
      }
      await page.setViewportSize({ width, height: 844 })
      await speak(page, lang)
      const customer = await shop.customer()
      await shop.ask('POST', '/me/addresses', address('四川省成都市 1 号', true), customer.token)
      await shop.signIn(page, customer)
      await page.goto(`/product/${goods.id}`)
      await shot('product')
      await page.goto(`/checkout?items=${goods.skus[0]?.id}*3`)
      await shot('checkout')
      await page.goto(`/product/${goods.id}`)
      await page.getByRole('button', { name: lang === 'zh' ? '加入购物车' : 'Add to cart' }).click()
      await page.goto('/cart')
      await shot('cart')
      await page.goto(`/checkout?items=${goods.skus[0]?.id}*3`)
      await page.getByRole('button', { name: lang === 'zh' ? '提交订单' : 'Place order' }).click()
      await page.getByRole('button', { name: lang === 'zh' ? '模拟付款成功' : 'Simulate success' }).click()
      await page.getByRole('link', { name: lang === 'zh' ? '查看订单' : 'View order' }).click()
      await expect(page).toHaveURL(/orders/)
      await shot('order')
      const order = page.url().split('/').pop() ?? ''
      await shop.signInStaff(page)
      await page.goto(`/console/orders/${order}`)
      await shot('console-order')
      await page.goto(`/console/products/${goods.id}`)
      await shot('console-product')
      await page.goto('/console/products/freight')
      await shot('console')
      await page.getByRole('button', { name: lang === 'zh' ? '修改' : 'Edit' }).first().click()
      await shot('console-edit')
    })
  }
}
