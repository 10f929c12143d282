import { expect, speak, test } from './shop'
import { barriers, fits, settled } from './sight'

test.use({ own: 'reset' })

for (const lang of ['zh', 'en'] as const) {
  for (const width of [390, 1280]) {
    test(`a forgotten password, in ${lang} at ${width}`, async ({ page, shop }) => {
      await page.setViewportSize({ width, height: 844 })
      await speak(page, lang)
      const login = await shop.customer({ nickname: '阿珍' })
      const { version, settings } = await shop.ask<{ version: string; settings: object }>('GET', '/staff/settings')
      await shop.ask('PUT', '/staff/settings', { version, settings: { ...settings, contact: '客服 400-000-0000' } })
      // The page promises what the shop can do: nobody sends codes here, so it says how the shop is reached.
      await page.goto('/sign-in')
      await page.locator('a[href^="/reset"]').click()
      await settled(page)
      await expect(page.getByText('客服 400-000-0000')).toBeVisible()
      await expect(page.locator('input[name="phone"]')).toHaveCount(0)
      await fits(page, '/reset')
      expect(await barriers(page)).toEqual([])
      await page.screenshot({ path: `test-results/reset-${lang}-${width}.png` })
      await page.locator('input[name="code"]').fill('ABCD-EFGH-JKMN-PQRT')
      await page.locator('button[type="submit"]').click()
      await expect(page.getByRole('alert')).toBeVisible()
      // Staff gives them a link; they choose the password.
      const me = await shop.ask<{ id: string }>('GET', '/me', undefined, login.token)
      const made = await shop.ask<{ link: string }>('POST', `/staff/members/${me.id}/reset-link`, { reason: '核对了最近三笔订单' })
      await page.goto(made.link)
      await settled(page)
      await expect(page.getByText('阿珍')).toBeVisible()
      await page.locator('input[name="password"]').fill('a new password 9')
      await fits(page, made.link)
      await page.screenshot({ path: `test-results/reset-link-${lang}-${width}.png` })
      await page.locator('button[type="submit"]').click()
      await expect(page.getByRole('status')).toBeVisible()
      const entered = await page.request.post(`${shop.url}/api/v1/session`, { data: { account: login.account, password: 'a new password 9' } })
      expect(entered.ok()).toBe(true)
    })
  }
}

test('an owner changes what a role may do', async ({ page, shop }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/staff/roles')
  await settled(page)
  await page.screenshot({ path: 'test-results/roles-en-1280.png' })
  await page.getByRole('button', { name: 'Edit permissions of Support' }).click()
  await page.getByText('See figures for the whole shop').last().click()
  await page.screenshot({ path: 'test-results/role-en-1280.png' })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await shop.ask<{ role: string; permissions: string[] }[]>('GET', '/staff/roles')).find((one) => one.role === 'support')?.permissions).toContain('reports_all')
})
