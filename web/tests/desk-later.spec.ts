/** What finance does once time has gone by. */
import { expect, speak, test } from './later'
import { settled } from './sight'

test.use({ own: 'desk-later', viewport: { width: 1280, height: 800 } })

test('many withdrawals are approved on one screen, put into a bank file, and marked as paid', async ({ page, shop, clock }) => {
  test.setTimeout(120_000)
  const buyer = await shop.customer({ via: shop.code })
  const order = await shop.paid(buyer.token, shop.goods.tea.skus[0]?.id ?? '', 10, shop.code)
  await shop.deliver(order)
  clock.forward(9, shop)
  shop.ownerToken = (await shop.ask<{ token: string }>('POST', '/staff/session', { login: shop.owner.account, password: shop.owner.password }, '')).token
  const mei = (await shop.ask<{ token: string }>('POST', '/session', shop.promoter, '')).token
  await expect.poll(async () => (await shop.ask<{ available: number }>('GET', '/me/earnings', undefined, mei)).available, { timeout: 60_000 }).toBeGreaterThan(1_200)
  const target = { method: 'bank', name: '美美', bank: '工商银行', account: '6222020200112233445' }
  for (let n = 1; n <= 12; n++) await shop.ask('POST', '/me/withdrawals', { amount: 100, target }, mei)

  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/withdrawals')
  await settled(page)
  await page.locator('thead .el-checkbox').click()
  await expect(page.getByText('12 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByText('12 done')).toBeVisible()
  await expect(page.getByText('Nothing to review.')).toBeVisible()

  const choose = async (state: string) => {
    await page.locator('.bar .el-select').first().click()
    await page.getByRole('option', { name: state }).click()
    await expect(page.locator('tbody tr')).toHaveCount(12)
    await page.locator('thead .el-checkbox').click()
    await expect(page.getByText('12 selected')).toBeVisible()
  }
  await choose('To pay')
  await page.getByRole('button', { name: 'Create bank file' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Create bank file' }).click()
  await page.getByRole('link', { name: 'Bank files' }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  expect((await waiting).suggestedFilename()).toMatch(/\.csv$/)
  await page.getByRole('link', { name: 'View withdrawals' }).click()
  await expect(page.locator('tbody tr')).toHaveCount(12)
  await page.locator('thead .el-checkbox').click()
  await page.getByRole('button', { name: 'Mark as paid' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as paid' }).click()
  // The words may still be those of the approval, or stand there twice.
  await expect(page.getByText('12 done').last()).toBeVisible()
  await expect.poll(async () => (await shop.ask<{ withdrawing: number }>('GET', '/me/earnings', undefined, mei)).withdrawing).toBe(0)

  // In the ledger: asked for, and paid out.
  await page.locator('tbody tr').first().getByRole('link', { name: '¥1.00' }).click()
  const sheet = page.getByRole('region', { name: 'Transfers' })
  await expect(sheet.getByRole('rowheader')).toHaveText([/^Withdrawal requested/, /^Withdrawal paid out/, 'Total'])
  await expect(sheet.locator('tfoot td.num')).toHaveText(['¥2.00', '¥2.00'])
  await page.getByRole('button', { name: 'View withdrawals' }).click()
  await expect(page.locator('tbody tr')).toHaveCount(12)
})
