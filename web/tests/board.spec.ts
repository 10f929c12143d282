/** What the owner sees first, and how finance goes from a balance to the order that made it. */
import { expect, Shop, speak, test } from './shop'
import { settled } from './sight'

test.use({ own: 'board', viewport: { width: 1280, height: 900 } })

test('the overview tells what was sold: its figures are those of the orders', async ({ page }) => {
  const shop = await Shop.open()
  try {
    await speak(page, 'en')
    await shop.signInStaff(page)
    // Nobody has bought: it says what to do, not noughts.
    await page.goto(`${shop.url}/console/`)
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'No paid orders yet' })).toBeVisible()
    await page.getByRole('link', { name: 'Go: Put products on sale' }).click()
    await expect(page.getByRole('heading', { name: 'Products' })).toBeVisible()

    // Two buyers, three orders: 2 × 19.90, 30.00 and 30.00; one bag comes back.
    const [first, second] = [await shop.customer({ via: shop.code }), await shop.customer()]
    const bags = await shop.paid(first.token, shop.goods.bag.skus[0]?.id ?? '', 2, shop.code)
    await shop.paid(first.token, shop.goods.tea.skus[0]?.id ?? '', 1, shop.code)
    await shop.paid(second.token, shop.goods.tea.skus[0]?.id ?? '', 1)
    await shop.ask('POST', `/staff/orders/${bags}/refunds`, { line: 1, quantity: 1, reason: 'torn', restock: false })

    await page.goto(`${shop.url}/console/dashboard`)
    await settled(page)
    const box = page.getByRole('img', { name: 'Sales of ¥99.80 = 2 buyers × 1.50 orders per buyer × ¥33.27 per order' })
    await expect(box).toBeVisible()
    const tile = (name: string) => page.locator('dl > div').filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).first()
    await expect(tile('Refunds').locator('b')).toHaveText('¥19.90')
    // Who buys twice within the range has not come back from before it.
    await expect(tile('Returning buyers').locator('b')).toHaveText('0%')
    await expect(tile('New members').locator('b')).toHaveText('3')
    await expect(tile('New promoters').locator('b')).toHaveText('1')

    // Rewards are what the ledger says; the margin is what is left, and the parts of each yuan add up to it.
    const accounts = await shop.ask<{ account: string; balance: number }[]>('GET', '/staff/ledger/accounts')
    const rewards = -(accounts.find((one) => one.account === 'rewards')?.balance ?? 0)
    expect(rewards).toBeGreaterThan(0)
    const [net, cost] = [9_980 - 1_990, (9_980 - 1_990) / 2]
    const written = (amount: number) => `${amount < 0 ? '−' : ''}¥${(Math.abs(amount) / 100).toFixed(2)}`
    await expect(tile('Margin').locator('b')).toHaveText(written(net - cost - rewards))
    await expect(tile('Payout').locator('b')).toHaveText(`${Math.round((rewards / net) * 1000) / 10}%`)
    const fall = page.locator('table').filter({ hasText: 'Customers paid' })
    await expect(fall.locator('tbody tr td:nth-child(3)')).toHaveText([9_980, -1_990, -cost, -rewards, net - cost - rewards].map(written))
    const each = (await fall.locator('tbody tr td:nth-child(4)').allInnerTexts()).map((text) => Math.round(Number(text.replace('−', '-').replace('¥', '')) * 100))
    expect((each[0] ?? 0) + (each[1] ?? 0) + (each[2] ?? 0) + (each[3] ?? 0)).toBe(each[4])

    // Tea sold best; all three orders wait to be shipped.
    await page.locator('.two').scrollIntoViewIfNeeded()
    await expect(page.locator('.el-table').filter({ hasText: 'Items' }).locator('tbody tr').first()).toContainText(shop.goods.tea.title)
    await page.getByRole('link', { name: /Orders to ship 3/ }).click()
    await expect(page.locator('.el-table tbody tr')).toHaveCount(3)

    // A quarter later nothing has been sold since: it shows the days up to the last payment, and says so.
    await page.clock.setFixedTime(Date.now() + 90 * 86_400_000)
    await page.goto(`${shop.url}/console/dashboard`)
    await expect(page.getByText('No recent payments')).toBeVisible()
    await expect(box).toBeVisible()
    await page.getByRole('button', { name: 'Show up to today' }).click()
    await expect(page.getByText('No payments in this period.')).toBeVisible()
    await expect(box).toHaveCount(0)

    // A role without reports begins at their own first page.
    await shop.ask('POST', '/staff/accounts', { login: 'support1', name: 'Sue', password: 'staff-password', role: 'support' })
    await page.context().clearCookies()
    await shop.signInStaff(page, { account: 'support1', password: 'staff-password' })
    await page.goto(`${shop.url}/console/`)
    await expect(page.getByRole('heading', { name: 'Orders' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Overview' })).toHaveCount(0)
  } finally {
    await shop.close()
  }
})

test('from a balance to the order that made it, debits equal to credits all the way', async ({ page, shop }) => {
  const buyer = await shop.customer({ via: shop.code })
  const order = await shop.paid(buyer.token, shop.goods.tea.skus[0]?.id ?? '', 2, shop.code)
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/')
  await page.getByRole('link', { name: 'Ledger' }).click()
  await expect(page.getByText('Debits equal credits')).toBeVisible()
  await page.getByRole('button', { name: 'Check every entry' }).click()
  await expect(page.getByText('Every entry was checked')).toBeVisible()
  const [debits, credits] = await page.locator('tfoot tr').first().locator('td.num').allInnerTexts()
  expect(debits).toMatch(/^¥\d/)
  expect(credits).toBe(debits)

  // The promoters' pending rewards are somebody's: the page says whose, and asks for no name.
  await page.getByRole('link', { name: 'Pending', exact: true }).click()
  await page.locator('tbody').getByRole('link', { name: '美美' }).click()
  const [reward] = await shop.ask<{ amount: number }[]>('GET', `/staff/orders/${order}/rewards`)
  const amount = `¥${((reward?.amount ?? 0) / 100).toFixed(2)}`
  await expect(page.getByText(`${amount} credit`)).toBeVisible()
  const ofOrder = { has: page.getByRole('link', { name: `Both sides of each transfer of ${order}` }) }
  const entry = page.locator('tbody tr').filter(ofOrder)
  await expect(entry).toContainText(amount)

  // Both sides of it, among all transfers of the order; then the order.
  await entry.getByRole('link', { name: `Both sides of each transfer of ${order}` }).click()
  const marked = page.locator('tr[aria-current]')
  await expect(marked).toContainText('Reward')
  await expect(marked.locator('td.num')).toHaveText([amount, amount])
  const paid = page.locator('tbody tr').filter({ hasText: 'Order paid' })
  await expect(paid.locator('td.side')).toHaveText([/Money at payment providers/, /Sales/])
  await expect(paid.locator('td.num')).toHaveText(['¥60.00', '¥60.00'])
  await page.getByRole('button', { name: 'View order' }).click()
  await expect(page.getByRole('heading', { name: `Order ${order}` })).toBeVisible()

  // Two clicks from their own page; and all of it as a sheet.
  const { items } = await shop.ask<{ items: { id: string }[] }>('GET', `/staff/members?nickname=${encodeURIComponent('美美')}`)
  await page.goto(`/console/members/${items[0]?.id}`)
  await page.getByRole('link', { name: amount }).click()
  await expect(page.locator('tbody tr').filter(ofOrder)).toContainText(amount)
  const sheet = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export to Excel' }).click()
  expect((await sheet).suggestedFilename()).toMatch(/^Entries_? ?Pending.*\.xlsx$/)
})
