/** A parcel card, from its QR code to a second order: made in the console, opened on a phone, counted from what happened. */
import { expect, speak, test } from './shop'

test.use({ own: 'channels', viewport: { width: 1280, height: 800 } })

test('a parcel card brings somebody who orders, and the funnel counts it', async ({ page, shop, browser }) => {
  test.setTimeout(180_000)
  await speak(page, 'en')
  const address = 'https://work.weixin.qq.com/ca/cawcde1'
  await shop.ask('POST', '/staff/chat/accounts', { platform: 'wecom', name: 'Mei at WeCom', address, most_groups: 200, most_people: 40_000 })
  await shop.ask('POST', '/staff/chat/accounts', { platform: 'wechat', name: 'Night desk', handle: 'night-desk', most_groups: 9, most_people: 900 })
  await shop.signInStaff(page)
  await page.goto('/console/channels')
  await expect(page.getByText('No channels yet.')).toBeVisible()
  await page.getByRole('button', { name: 'New channel' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Parcel card')
  await dialog.getByLabel('Cost').fill('888')
  await dialog.locator('.el-select__wrapper', { hasText: 'Add an account' }).click()
  await page.getByRole('option', { name: 'Mei at WeCom' }).click()
  await dialog.getByLabel('Mei at WeCom: A day, at most').fill('1')
  await dialog.locator('.el-form-item', { hasText: 'Fallback account' }).locator('.el-select__wrapper').click()
  await page.getByRole('option', { name: 'Night desk' }).last().click()
  await dialog.getByRole('button', { name: 'Add a text' }).click()
  await dialog.getByLabel('Text').fill('Hello, I am Mei.')
  await dialog.getByRole('button', { name: 'New channel' }).click()
  await expect(page.getByRole('heading', { name: 'Parcel card' })).toBeVisible()
  const step = (name: string) => page.locator(`li.${name}`)
  await expect(step('shown')).toContainText('Not observed')
  await expect(page.getByText('Somebody is on duty at any time.')).toBeVisible()
  const link = await page.getByLabel('Link', { exact: true }).inputValue()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download PNG' }).click()
  expect((await saved).suggestedFilename()).toMatch(/^qr-\w{8}\.png$/)

  // Two strangers open it on their phones; one place a day is all that Mei has.
  const path = new URL(link).pathname
  for (const [asks, meets] of [[true, 'Mei at WeCom'], [true, 'Night desk'], [false, '']] as const) {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' })
    const theirs = await phone.newPage()
    await theirs.goto(shop.url + path)
    await expect(theirs.getByText('Hello, I am Mei.')).toBeVisible()
    if (asks) {
      await theirs.getByRole('button', { name: /^Add on/ }).click()
      await expect(theirs.getByRole('heading', { name: meets })).toBeVisible()
      await (meets === 'Night desk' ? expect(theirs.getByText('night-desk', { exact: true })).toBeVisible() : expect(theirs.getByRole('link', { name: 'Add on this device' })).toHaveAttribute('href', address))
      expect(await theirs.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    }
    await phone.close()
  }

  // Whoever was added is written down with the channel, and bought twice since.
  await page.goto('/console/contacts')
  await page.getByRole('button', { name: 'Add contact' }).click()
  await dialog.locator('.el-form-item', { hasText: 'Chat account' }).locator('.el-select__wrapper').click()
  await page.getByRole('option', { name: 'Mei at WeCom' }).click()
  await dialog.getByLabel('Name').fill('Daisy')
  await dialog.locator('.el-select__wrapper', { hasText: 'By no channel' }).click()
  await page.getByRole('option', { name: 'Parcel card' }).click()
  await dialog.getByLabel('Evidence of the basis').fill('Scanned the card')
  await dialog.getByRole('button', { name: 'Add contact' }).click()
  await expect(page.getByRole('heading', { name: 'Daisy' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Parcel card' })).toBeVisible()
  const contact = page.url().split('/').at(-1) ?? ''
  const buyer = await shop.customer({ nickname: 'Daisy' })
  const { id: member } = await shop.ask<{ id: string }>('GET', '/me', undefined, buyer.token)
  await shop.ask('POST', `/staff/chat/contacts/${contact}/member`, { member, reason: 'said so' })
  await shop.paid(buyer.token, shop.goods.tea.skus[0]?.id ?? '', 1)

  await page.goto('/console/channels')
  await page.getByRole('link', { name: 'Parcel card' }).click()
  await expect(step('shown')).toContainText('3 people')
  await expect(step('scanned')).toContainText('2 people')
  await expect(step('added')).toContainText('1 person')
  await expect(step('added')).toContainText('¥888.00 each')
  await expect(step('ordered')).toContainText('1 person')
  await expect(step('again')).toContainText('0 people')
  await expect(page.getByText('1 of 1 today')).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(step('ordered')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await dialog.locator('textarea').fill('No cards left')
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(page.getByText('Status changed').first()).toBeVisible()
  await page.goto(path)
  await expect(page.getByText('This way in is closed')).toBeVisible()
})
