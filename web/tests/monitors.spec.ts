/** What the daily watch finds is seen, with who it concerns, and answered by somebody. */
import { expect, speak, test } from './later'

// In the shop that the other tests have moved on in time, Mei's session has run out.
test.use({ own: 'monitors', viewport: { width: 1280, height: 900 } })

test('an alarm opens with its evidence, and is acknowledged', async ({ page, shop, clock }) => {
  test.setTimeout(120_000)
  // Mei buys what Mei sells, and nobody else buys.
  await shop.ask('POST', '/me/addresses', { name: '美美', phone: '13800138001', address: '杭州市西湖区文三路 2 号', preferred: true }, shop.promoterToken)
  await shop.paid(shop.promoterToken, shop.goods.bag.skus[0]?.id ?? '', 3)
  clock.forward(1, shop)
  // A day is longer than a session.
  const { account, password } = shop.owner
  shop.ownerToken = (await shop.ask<{ token: string }>('POST', '/staff/session', { login: account, password }, '')).token
  const alarms = async () => (await shop.ask<{ items: { kind: string }[] }>('GET', '/staff/monitors')).items.map((one) => one.kind)
  await expect.poll(alarms, { timeout: 60_000 }).toContain('self_purchases')

  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/monitors')
  const alarm = page.locator('article').filter({ has: page.getByRole('heading', { name: 'Self-purchases counted as sales' }) }).last()
  await expect(alarm).toContainText('¥59.70')
  await alarm.getByRole('button', { name: 'Acknowledge' }).click()
  const ask = page.getByRole('dialog')
  await ask.getByLabel('Reason').fill('Her opening stock; looked at again next week')
  await ask.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(alarm).toContainText('Her opening stock; looked at again next week')
  await expect(alarm.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0)
  await alarm.getByRole('link', { name: '美美' }).click()
  await expect(page.getByRole('heading', { name: '美美' })).toBeVisible()
})
