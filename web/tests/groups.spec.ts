/** An operator's first hour with communities: an account, a group, its rules and pilot, people counted, the map. */
import { expect, speak, test, type Shop } from './shop'

test.use({ own: 'groups', viewport: { width: 1280, height: 800 } })

const DAY = 24 * 3600 * 1000

/** What ten people did in a group, from today on. */
function activity(group: string): string {
  const at = (hour: number) => new Date(Math.floor(Date.now() / DAY) * DAY + DAY + hour * 3600 * 1000).toISOString()
  const rows = Array.from({ length: 10 }, (_, person) => `${group},p${person},${at(person)},message`)
  return ['group,member,at,kind', ...rows, `${group},p1,${at(12)},order`].join('\n')
}

/** A thousand groups, as an import would bring them. */
async function many(shop: Shop, account: string, groups: number): Promise<void> {
  const { id } = await shop.ask<{ id: string }>('POST', '/staff/chat/groups', {
    name: 'Tea 0', kind: 'customers', purpose: 'light', account, band: { least: 30, best_from: 150, best_to: 200, most: 350 },
  })
  await shop.ask('PUT', `/staff/chat/groups/${id}/criteria`, { days: 1 })
  await shop.ask('POST', `/staff/chat/groups/${id}/rules`, { text: 'Be kind.' })
  await shop.ask('POST', `/staff/chat/groups/${id}/state`, { state: 'pilot', reason: 'begin' })
  for (let first = 1, count = 1; first < groups; first += count, count = 100) {
    await shop.ask('POST', `/staff/chat/groups/${id}/clones`, { pattern: 'Tea {n}', first, count, account, reason: 'a test' })
  }
}

test('from the first account to a pilot whose group is counted and measured', async ({ page, shop }) => {
  test.setTimeout(180_000)
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/groups')
  await expect(page.getByText('No groups yet.')).toBeVisible()

  await page.getByRole('link', { name: 'Chat accounts' }).click()
  await page.getByRole('button', { name: 'Add account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Mei at WeCom')
  await dialog.getByRole('button', { name: 'Add account' }).click()
  await expect(page.getByRole('link', { name: 'Mei at WeCom' })).toBeVisible()

  await page.getByRole('navigation', { name: 'Communities' }).getByRole('link', { name: 'Groups' }).click()
  await page.getByRole('button', { name: 'New group' }).click()
  await dialog.getByLabel('Name').fill('Tea friends')
  await dialog.getByLabel('Owner account').click()
  await page.getByRole('option', { name: /Mei at WeCom/ }).click()
  await dialog.getByRole('button', { name: 'New group' }).click()
  await expect(page.getByRole('heading', { name: 'Tea friends' })).toBeVisible()

  // Without criteria the pilot does not begin, and the page says what is missing.
  await page.getByRole('button', { name: 'Start the pilot' }).click()
  await dialog.getByLabel('Reason').fill('Let us try')
  await dialog.getByRole('button', { name: 'Start the pilot' }).click()
  await expect(dialog.getByRole('alert')).toContainText('before it begins')
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'Set criteria' }).click()
  await dialog.getByRole('spinbutton', { name: 'Buyers' }).fill('1')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('No data · Not met').first()).toBeVisible()
  await page.getByRole('button', { name: 'New version' }).click()
  await dialog.getByLabel('Text of the rules').fill('No advertising.')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('No advertising.')).toBeVisible()
  await page.getByRole('button', { name: 'Start the pilot' }).click()
  await dialog.getByLabel('Reason').fill('Let us try')
  await dialog.getByRole('button', { name: 'Start the pilot' }).click()
  await expect(page.locator('.top').getByText('Pilot')).toBeVisible()

  await page.getByRole('button', { name: 'Count people' }).click()
  await dialog.getByRole('spinbutton', { name: 'Members' }).fill('210')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('210 people')).toBeVisible()
  await expect(page.getByText('Larger than ideal: it can be split')).toBeVisible()

  await page.getByLabel('Upload activity').setInputFiles({ name: 'activity.csv', mimeType: 'text/csv', buffer: Buffer.from(activity('Tea friends')) })
  await expect(page.getByText('1 · Met')).toBeVisible()
  await expect(page.getByText('No data', { exact: true }).first()).toBeVisible()
})

test('a thousand groups are a map that one walks, on a phone as well', async ({ page, shop }) => {
  test.setTimeout(180_000)
  const { id } = await shop.ask<{ id: string }>('POST', '/staff/chat/accounts', { platform: 'telegram', name: 'Lin', most_groups: 2_000, most_people: 40_000 })
  await many(shop, id, 1_000)
  await speak(page, 'zh')
  await shop.signInStaff(page)
  await page.goto('/console/groups/map')
  await page.getByRole('button', { name: /^客户群，筹备： ?1,0\d\d/ }).click()
  await expect(page.locator('.tile')).not.toHaveCount(0)
  expect(await page.locator('.tile').count()).toBeGreaterThanOrEqual(1_000)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.getByRole('link', { name: /^Tea 7，还没有统计过/ }).click()
  await expect(page.getByRole('heading', { name: 'Tea 7', exact: true })).toBeVisible()
  await expect(page.getByText('未验证的复制').first()).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
