/** Group-buys: staff offers one, a customer opens a group and sends its link, a friend joins; one group is complete and one is not. */
import { type Page } from '@playwright/test'
import { expect, speak, test, type Shop } from './shop'

test.use({ own: 'group-buys' })

/** A group-buy of two for the tea, which costs 30.00 alone. */
const offered = async (shop: Shop, minutes: number) =>
  (await shop.ask<{ id: string }>('POST', '/staff/group-buys', { sku: shop.goods.tea.skus[0]?.id, size: 2, price: 2_400, minutes, audience: 'everyone' })).id

test('staff offers a group-buy, and stops it', async ({ page, shop }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await shop.signInStaff(page)
  await speak(page, 'en')
  await page.goto('/console/group-buys')
  await page.getByRole('button', { name: 'New group-buy' }).click()
  const dialog = page.getByRole('dialog')
  const done = dialog.getByRole('button', { name: 'New group-buy' })
  await expect(done).toBeDisabled()
  await dialog.getByRole('combobox', { name: 'Product option' }).fill('大号')
  await page.getByText('大号红色购物袋 红色 ¥19.90').click()
  await dialog.getByRole('textbox', { name: 'Group price' }).fill('19.90')
  await expect(done).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Group price' }).fill('15')
  await done.click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('row', { name: /大号红色购物袋/ }).first()
  await expect(row).toContainText('2 buyers at ¥15.00 (¥19.90 alone)')
  await expect(row).toContainText('Within a day')
  await row.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
  await expect(row).toContainText('This group-buy is over')
})

/** Somebody goes through checkout, from where they are. */
async function buys(page: Page) {
  await page.getByRole('button', { name: 'Place order' }).click()
  await page.getByRole('button', { name: 'Simulate success' }).click()
}

test('a group is opened, its link is followed with the promoter’s code, and it is complete; another is not and gives everything back', async ({ page, shop, browser }) => {
  test.setTimeout(240_000)
  const short = await offered(shop, 1)
  const alone = await shop.customer()
  const failing = await shop.paid(alone.token, shop.goods.tea.skus[0]?.id ?? '', 1, undefined, { open_group: short })
  await shop.ask('POST', `/staff/group-buys/${short}/stop`)
  const offer = await offered(shop, 600)

  const opener = await shop.customer({ nickname: '赵大娘' })
  await speak(page, 'en')
  await shop.signIn(page, opener)
  await page.goto(`/product/${shop.goods.tea.id}`)
  await expect(page.getByText('Nobody has opened a group yet')).toBeVisible()
  await page.getByRole('link', { name: 'Open a group at ¥24.00' }).click()
  await expect(page.getByText('Group price')).toBeVisible()
  await buys(page)
  await page.getByRole('link', { name: 'See the group and invite friends' }).click()
  await expect(page.getByText('1 of 2 have paid')).toBeVisible()
  await expect(page.getByRole('timer')).toHaveText(/^09:5\d:\d\d$/)
  const group = new URL(page.url()).pathname
  // It is not to be sent yet, and the console says why.
  const staff = await browser.newContext({ baseURL: shop.url })
  const desk = await staff.newPage()
  await speak(desk, 'en')
  await shop.signInStaff(desk)
  await desk.goto('/console/orders?state=grouping')
  await desk.getByRole('row', { name: /赵大娘/ }).getByRole('link').first().click()
  await expect(desk.getByText('it can be shipped once the group is complete')).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Ship' })).toHaveCount(0)

  // A friend comes by the link of a promoter, sees a shortened name and joins.
  const theirs = await browser.newContext({ baseURL: shop.url })
  const friend = await shop.customer()
  const other = await theirs.newPage()
  await speak(other, 'en')
  await other.goto(`${group}?via=${shop.code}`)
  await expect(other.getByText('赵**')).toBeVisible()
  await expect(other.getByText('赵大娘')).toHaveCount(0)
  await shop.signIn(other, friend)
  await other.goto(`/product/${shop.goods.tea.id}`)
  await expect(other.getByText('1 more needed')).toBeVisible()
  await other.getByRole('link', { name: 'Join' }).click()
  await other.getByRole('link', { name: 'Join at ¥24.00' }).click()
  await buys(other)
  await other.getByRole('link', { name: 'View order' }).click()
  await expect(other.getByText('Complete').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('Complete', { exact: true })).toBeVisible()
  await desk.reload()
  await expect(desk.getByRole('button', { name: 'Ship' })).toBeVisible()
  await desk.goto(`/console/group-buys/${offer}`)
  await expect(desk.getByRole('row', { name: /2 \/ 2/ })).toContainText('Complete')
  await staff.close()
  await theirs.close()

  // The other group has been alone for its minute: everything goes back.
  await expect.poll(async () => (await shop.ask<{ state: string }>('GET', `/orders/${failing}`, undefined, alone.token)).state, { timeout: 90_000 }).toBe('refunded')
  await page.context().clearCookies()
  await shop.signIn(page, alone)
  await page.goto(`/orders/${failing}`)
  await expect(page.getByText('Not complete in time, refunded in full')).toBeVisible()
  await expect(page.getByText('The group was not complete in time')).toBeVisible()
  await page.getByRole('link', { name: 'See the group and invite friends' }).click()
  await expect(page.getByText('everybody was refunded in full')).toBeVisible()
  // That offer is over: no group of it can be opened.
  await expect(page.getByRole('link', { name: 'Open a group of my own' })).toHaveCount(0)
})

const pictures = process.env.BANYAN_PICTURES
for (const lang of ['zh', 'en'] as const) {
  for (const width of [390, 1280]) {
    test(`pictures of group-buys in ${lang} at ${width}`, async ({ page, shop }) => {
      test.skip(!pictures, 'only where somebody looks at them: BANYAN_PICTURES=folder')
      const shot = async (name: string) => {
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: `${pictures}/group-buys-${name}-${lang}-${width}.png`, fullPage: true })
      }
      const offer = await offered(shop, 600)
      const opener = await shop.customer({ nickname: '赵大娘' })
      const order = await shop.paid(opener.token, shop.goods.tea.skus[0]?.id ?? '', 1, undefined, { open_group: offer })
      const { group } = await shop.ask<{ group: { id: string } }>('GET', `/orders/${order}`, undefined, opener.token)
      await page.setViewportSize({ width, height: 844 })
      await speak(page, lang)
      await shop.signIn(page, opener)
      for (const [name, path] of [['list', '/group-buys'], ['product', `/product/${shop.goods.tea.id}`], ['group', `/groups/${group.id}`], ['order', `/orders/${order}`], ['orders', '/orders?state=grouping'], ['pay', `/pay/${order}`]] as const) {
        await page.goto(path)
        await shot(name)
      }
      await page.context().clearCookies()
      await shop.signIn(page, await shop.customer())
      await page.goto(`/groups/${group.id}`)
      await shot('join')
      await page.goto(`/checkout?items=${shop.goods.tea.skus[0]?.id}*1&join=${group.id}`)
      await shot('checkout')
      await shop.signInStaff(page)
      for (const [name, path] of [['console', '/console/group-buys'], ['console-groups', `/console/group-buys/${offer}`], ['console-order', `/console/orders/${order}`]] as const) {
        await page.goto(path)
        await shot(name)
      }
      await page.goto('/console/group-buys')
      await page.getByRole('button', { name: lang === 'zh' ? '新建拼团' : 'New group-buy' }).click()
      await shot('console-form')
    })
  }
}
