import { expect, speak, test } from './shop'
import { barriers } from './sight'

test('she hides from her inviter by one switch, and shows herself again', async ({ page, browser, shop }) => {
  const login = await shop.customer({ nickname: '阿珍', via: shop.code })
  await speak(page, 'zh')
  await shop.signIn(page, login)
  await page.goto('/me/account')
  const shown = page.getByRole('switch', { name: '让邀请我的人看到我' })
  await expect(shown).toBeChecked()
  expect(await barriers(page)).toEqual([])
  await shown.click()
  await expect(shown).not.toBeChecked()

  const inviter = await (await browser.newContext({ baseURL: shop.url, viewport: { width: 390, height: 844 } })).newPage()
  await speak(inviter, 'en')
  await shop.signIn(inviter, shop.promoter)
  await inviter.goto('/centre/people')
  await expect(inviter.getByText('Name hidden')).toBeVisible()
  await expect(inviter.getByText('阿珍')).toHaveCount(0)

  await page.reload()
  await expect(shown).not.toBeChecked()
  await shown.click()
  await expect(shown).toBeChecked()
  await inviter.reload()
  await expect(inviter.getByText('阿珍').first()).toBeVisible()
  await inviter.context().close()
})
