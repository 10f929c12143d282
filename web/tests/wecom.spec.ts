/** A shop and the double of WeCom: connected in the console, everything read, and what people do there is seen here. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, program, speak, test } from './shop'

test.use({ own: 'wecom', viewport: { width: 1280, height: 800 } })

/** The double, calling back to a shop; where it is. */
async function double(shop: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(program, ['wecom-double', '--port', '0', '--staff', '2', '--customers', '5', '--groups', '2', '--members', '3', '--callback', `${shop}/api/v1/wecom/callback`, '--lang', 'en'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const url = await new Promise<string>((found, failed) => {
    child.once('exit', (code) => failed(new Error(`the double ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const at = /http:\/\/[\d.:]+/.exec(line)
      if (at) found(at[0])
    })
  })
  return { child, url }
}

test('the double is connected, read, and heard', async ({ page, shop, request }) => {
  test.setTimeout(120_000)
  const { child, url } = await double(shop.url)
  try {
    await speak(page, 'en')
    await shop.signInStaff(page)
    await page.goto('/console/groups/wecom')
    await expect(page.getByText('WeCom is not connected yet.')).toBeVisible()
    await page.getByRole('button', { name: 'Try the double' }).click()
    await expect(page.getByText(`banyan wecom-double --callback ${shop.url}/api/v1/wecom/callback`)).toBeVisible()
    await page.getByRole('button', { name: 'Got it' }).click()
    await page.getByRole('button', { name: 'Connect' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect' })
    await dialog.getByLabel('Corp ID').fill('ww-double')
    await dialog.getByLabel('Secret of the app').fill('double-secret')
    await dialog.getByLabel('Callback token').fill('double')
    await dialog.getByLabel('Callback EncodingAESKey').fill('doubledoubledoubledoubledoubledoubledouble0')
    await dialog.getByLabel('API address').fill('https://elsewhere.example')
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await expect(dialog.getByRole('alert')).toContainText('Expected https://qyapi.weixin.qq.com')
    await dialog.getByLabel('API address').fill(url)
    await dialog.getByRole('button', { name: 'Connect' }).click()
    const known = (name: string) => page.locator('dl > div', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).locator('dd')
    await expect(page.getByText('Everything that can be seen was read.')).toBeVisible({ timeout: 30_000 })
    await expect(known('Staff')).toHaveText('2')
    await expect(known('Customers')).toHaveText('10')
    await expect(known('Groups')).toHaveText('4')
    await expect(known('Customers in groups')).toHaveText('12')
    await expect(known('Last callback')).toHaveText('None yet')
    // Somebody adds staff there: the callback comes, and the customer is asked for.
    const added = await request.post(`${url}/double/act`, { data: { do: 'add', user: 'staff-001' } })
    expect(added.ok()).toBe(true)
    await expect(async () => {
      await page.reload()
      await expect(known('Customers')).toHaveText('11')
    }).toPass({ timeout: 40_000 })
    await expect(known('Last callback')).not.toHaveText('None yet')
    await page.getByRole('button', { name: 'Sync now' }).click()
    await expect(page.getByText('The sync has started')).toBeVisible()
  } finally {
    child.kill()
  }
})
