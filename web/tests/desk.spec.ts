/** What staff does at the console's desk: set up, ship, refund, pay out, look into the tree. */
import { expect, Shop, speak, test } from './shop'
import { settled } from './sight'

test.use({ viewport: { width: 1280, height: 800 } })

test('from an empty shop to the first invitation, left and taken up again on the way', async ({ page }) => {
  const shop = await Shop.open({ isEmpty: true })
  try {
    await speak(page, 'en')
    await page.goto(`${shop.url}/console`)
    await page.getByLabel('Your name').fill('Anna')
    await page.getByLabel('Login').fill('anna')
    await page.getByLabel('Password', { exact: true }).fill('anna-password')
    await page.getByRole('button', { name: 'Create account' }).click()

    await page.getByLabel('Name of the shop').fill('Banyan teas')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Keep this plan' }).click()
    await expect(page.getByRole('heading', { name: 'First product' })).toBeVisible()

    // They leave; the shop says so, and it goes on where it was.
    await page.getByRole('link', { name: 'Go to the console' }).click()
    await page.getByRole('link', { name: /not fully set up/ }).click()
    await expect(page.getByRole('heading', { name: 'First product' })).toBeVisible()

    await page.getByLabel('Product', { exact: true }).fill('Green tea')
    await page.getByLabel('Price', { exact: true }).fill('30')
    await page.getByRole('button', { name: 'Put on sale' }).click()
    await page.getByLabel('Nickname').fill('Mei')
    await page.getByLabel('Phone or username').fill('meimei')
    await page.getByLabel('Initial password').fill('meimei-password')
    await page.getByText(/They are 18 or older/).click()
    await page.getByRole('button', { name: 'Create invitation link' }).click()
    const link = await page.locator('.invitation .link').innerText()
    await page.getByRole('button', { name: 'Done: open the shop' }).click()
    await expect(page.getByRole('heading', { name: 'Orders' })).toBeVisible()
    await expect(page.getByRole('link', { name: /not fully set up/ })).toHaveCount(0)

    const about = await shop.ask<{ is_set_up: boolean; name: string }>('GET', '/shop', undefined, '')
    expect(about).toMatchObject({ is_set_up: true, name: 'Banyan teas' })
    const code = new URL(link).searchParams.get('via') ?? ''
    expect(await shop.ask('GET', `/invitations/${code}`, undefined, '')).toEqual({ nickname: 'Mei' })
  } finally {
    await shop.close()
  }
})

test('who opens a shop elsewhere chooses another plan and its currency', async ({ page }) => {
  const shop = await Shop.open({ isEmpty: true })
  try {
    await speak(page, 'en')
    await page.goto(`${shop.url}/console`)
    await page.getByLabel('Your name').fill('Anna')
    await page.getByLabel('Login').fill('anna')
    await page.getByLabel('Password', { exact: true }).fill('anna-password')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByLabel('Name of the shop').fill('Banyan teas')
    await page.getByText('United States', { exact: true }).click()
    await page.getByText('China, strict', { exact: true }).click()
    await page.getByRole('button', { name: 'Next' }).click()

    // What the packs refuse is said in sentences, each with its rule.
    await page.locator('.el-radio').filter({ hasText: 'Wanwu' }).click()
    const why = page.getByRole('region', { name: 'Why it cannot be used as it is' })
    await expect(why.getByRole('listitem').first()).toHaveText(/^[A-Z]\w* \w+ \w+ .*United States · STR-\d+$/)
    await expect(page.getByRole('radio', { name: /STR-/ })).toHaveCount(0)
    await page.getByText('Two levels').first().click()
    await page.locator('.currency').click()
    await page.getByRole('option', { name: 'USD · US Dollar' }).click()
    await expect(page.getByText(/Inviter’s commission|Inviter's commission/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Use this plan' }).click()
    await expect(page.getByRole('heading', { name: 'First product' })).toBeVisible()
    const about = await shop.ask<{ currency: string; plan: { title: { en: string } } }>('GET', '/shop', undefined, '')
    expect([about.currency, about.plan.title.en]).toEqual(['USD', 'Two levels'])
  } finally {
    await shop.close()
  }
})

test('an order is found by its recipient, and shipped', async ({ page, shop }) => {
  const buyer = await shop.customer()
  const order = await shop.paid(buyer.token, shop.goods.tea.skus[0]?.id ?? '', 1)
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/orders')
  await page.getByLabel('Last four digits').fill('8000')
  await page.getByLabel('Recipient’s name').fill('李雷')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('link', { name: order }).click()
  await page.getByRole('button', { name: 'Ship', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Ship' })
  await dialog.getByLabel('Carrier').fill('SF Express')
  await dialog.getByLabel('Tracking number').fill('SF123')
  await dialog.getByRole('button', { name: 'Ship' }).click()
  await expect(page.getByText('Shipped').first()).toBeVisible()
  await expect(page.getByText('SF123')).toBeVisible()
  // Who gets it is shown on request, and the log keeps who looked.
  await page.getByRole('button', { name: 'Show recipient' }).click()
  await expect(page.getByText('杭州市西湖区文三路 1 号')).toBeVisible()
  const log = await shop.ask<{ items: { action: string; subject: string }[] }>('GET', '/staff/audit?limit=10')
  expect(log.items.map((one) => `${one.action} ${one.subject}`)).toContain(`order.see_recipient order/${order}`)
})

test('one of three pieces goes back, and takes its part of the reward along', async ({ page, shop }) => {
  const buyer = await shop.customer({ via: shop.code })
  const order = await shop.paid(buyer.token, shop.goods.bag.skus[0]?.id ?? '', 3, shop.code)
  await speak(page, 'zh')
  await shop.signInStaff(page)
  await page.goto(`/console/orders/${order}`)
  await page.getByRole('button', { name: '退款：大号红色购物袋' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('¥19.90')).toBeVisible()
  await dialog.getByLabel('原因').fill('有一只破了')
  await dialog.getByRole('button', { name: '退款' }).click()
  await expect(page.getByText('已退 1 件')).toBeVisible()
  const [reward] = await shop.ask<{ amount: number; kept: number }[]>('GET', `/staff/orders/${order}/rewards`)
  expect(reward?.kept).toBe(Math.round(((reward?.amount ?? 0) * 2) / 3))
})

test('the tree is searched, and the path up is drawn', async ({ page, shop }) => {
  // Mei invites Ann, who invites Bo, who invites Cy.
  let via = shop.code
  for (const name of ['Ann', 'Bo', 'Cy']) {
    const login = { account: `tree${name.toLowerCase()}`, password: 'tree-password' }
    const token = await shop.join(login, { nickname: `Tree ${name}`, promoter: true, adult: true, via })
    via = (await shop.ask<{ code: string }>('GET', '/me/invitation', undefined, token)).code
  }
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/members/tree')
  await settled(page)
  await page.getByRole('combobox', { name: 'Nickname, or last four digits' }).click()
  await page.keyboard.type('Tree Cy')
  await page.getByRole('option', { name: /Tree Cy/ }).click()
  const tree = page.getByRole('tree')
  await expect(tree.getByRole('treeitem', { name: /Tree Cy/ })).toHaveAttribute('aria-level', '4')
  await expect(page.locator('.path li')).toHaveText([/美美/, /Tree Ann/, /Tree Bo/, /Tree Cy/])
  // With the keyboard: closing Bo hides Cy.
  await tree.getByText('Tree Bo').click()
  await tree.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(tree.getByText('Tree Cy')).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByText('Tree Cy')).toBeVisible()
})

test('who saves settings second is told what the first one changed, and loses nothing', async ({ page, shop }) => {
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/settings')
  await page.getByLabel('Marked as received automatically after shipping').fill('12')
  await page.keyboard.press('Tab')
  const { version, settings } = await shop.ask<{ version: string; settings: object }>('GET', '/staff/settings')
  await shop.ask('PUT', '/staff/settings', { version, settings: { ...settings, unpaid_minutes: 45 } })
  await page.getByRole('button', { name: 'Save settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Someone else saved first' })
  await expect(dialog.getByText('Cancel unpaid orders after')).toBeVisible()
  await dialog.getByRole('button', { name: 'Keep mine and merge theirs' }).click()
  await page.getByRole('button', { name: 'Save settings' }).click()
  await expect(page.getByText('Settings saved')).toBeVisible()
  const kept = await shop.ask<{ settings: object }>('GET', '/staff/settings')
  expect(kept.settings).toMatchObject({ unpaid_minutes: 45, receive_days: 12 })
})

test('what the roles page says is what the shop lets each role do', async ({ page, shop }) => {
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/staff/roles')
  await expect(page.locator('thead th')).toHaveCount(8)
  const heads = await page.locator('thead th').allInnerTexts()
  for (const [role, word] of Object.entries({ finance: 'Finance', operations: 'Operations', branch: 'Branch', bd: 'Business development', support: 'Support', clerk: 'Redemption clerk' })) {
    const login = { account: `${role}1`, password: 'staff-password' }
    await shop.ask('POST', '/staff/accounts', { login: login.account, name: word, password: login.password, role })
    const { session } = await shop.ask<{ session: { permissions: string[] } }>('POST', '/staff/session', { login: login.account, password: login.password }, '')
    const column = page.locator(`tbody tr td:nth-child(${heads.indexOf(word) + 1})`)
    await expect(column.filter({ hasText: 'Yes' })).toHaveCount(session.permissions.length)
  }
})

test('a list is exported as a workbook that holds no formula', async ({ page, shop }) => {
  await shop.join({ account: 'formula', password: 'formula-password' }, { nickname: '=1+1' })
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/members')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export to Excel' }).click()
  const stream = await (await waiting).createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  expect(text).toContain('>=1+1</t>')
  expect(text).not.toContain('<f>')
})
