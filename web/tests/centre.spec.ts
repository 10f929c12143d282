import { expect, speak, test, type Clock } from './later'
import type { Goods, Login, Shop } from './shop'
import { barriers, fits, heard, settled, strangers } from './sight'

type Promoter = Login & { token: string; code: string; id: string }

/** A promoter of their own, so that their sums are those of one test. */
async function promoter(shop: Shop, nickname: string, via?: string): Promise<Promoter> {
  const login = await shop.customer({ nickname, promoter: true, adult: true, via })
  const { code } = await shop.ask<{ code: string }>('GET', '/me/invitation', undefined, login.token)
  const { id } = await shop.ask<{ id: string }>('GET', '/me', undefined, login.token)
  return { ...login, code, id }
}

/** A customer of theirs buys so many teas at 30.00, or of something else, of which they get 20 %; gives the order. */
async function sale(shop: Shop, of: Promoter, pieces: number, goods: Goods = shop.goods.tea): Promise<string> {
  const customer = await shop.customer({ nickname: '小雨', via: of.code })
  return shop.paid(customer.token, goods.skus[0]?.id ?? '', pieces)
}

/** An amount as the pages write it. */
const yuan = (amount: number) => `¥${(amount / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`

const refund = (shop: Shop, order: string, quantity: number) => shop.ask('POST', `/staff/orders/${order}/refunds`, { line: 1, quantity, reason: '包装破了' })

/** So many days go by; staff signs in again, as it has to. */
async function wait(shop: Shop, clock: Clock, days: number): Promise<void> {
  clock.forward(days, shop)
  const { account, password } = shop.owner
  shop.ownerToken = (await shop.ask<{ token: string }>('POST', '/staff/session', { login: account, password }, '')).token
}

/** What they may withdraw, in minor units. */
const available = async (shop: Shop, of: Promoter) => (await shop.ask<{ available: number }>('GET', '/me/earnings', undefined, of.token)).available

test('a sale is there at once, and one press says why; a refund takes its share and says so', async ({ page, shop }) => {
  const mei = await promoter(shop, '林美')
  const order = await sale(shop, mei, 3)
  await speak(page, 'zh')
  await shop.signIn(page, mei)
  await page.goto('/centre')
  await expect(page.getByText('今日收益').locator('..')).toContainText('¥18.00')
  await page.getByRole('link', { name: shop.goods.tea.title }).click()
  await expect(page.getByText('90.00 × 20% = 18.00').first()).toBeVisible()
  await expect(page.getByText('我 · 林美')).toBeVisible()
  await expect(page.getByText('获得 ¥18.00')).toBeVisible()
  await expect(page.getByText('待结算').first()).toBeVisible()

  await refund(shop, order, 1)
  await page.reload()
  await expect(page.getByText('¥12.00').first()).toBeVisible()
  await expect(page.getByText('原为 ¥18.00')).toBeVisible()
  await expect(page.getByText('−¥6.00')).toBeVisible()
  await page.getByRole('button', { name: '返回' }).click()
  await expect(page).toHaveURL(/\/centre$/)
  await expect(page.getByText('今日收益').locator('..')).toContainText('¥12.00')

  await refund(shop, order, 2)
  await page.goto('/centre/rewards')
  await expect(page.getByRole('listitem').filter({ hasText: shop.goods.tea.title })).toContainText('已追回')
})

test('settled, withdrawn with its tax, approved, paid; what is refunded after that is owed', async ({ page, shop, clock }) => {
  const lan = await promoter(shop, '阿兰')
  const pot = await shop.product('pot', '紫砂壶', null, [['pot', '', 5_000_000, 9]])
  const order = await sale(shop, lan, 1, pot)
  await shop.deliver(order)
  await speak(page, 'en')
  await shop.signIn(page, lan)
  await page.goto('/centre/withdraw')
  await expect(page.getByText('Nothing to withdraw now')).toBeVisible()

  await wait(shop, clock, 8)
  await expect.poll(() => available(shop, lan)).toBe(1_000_000)
  await page.goto('/centre')
  await page.getByRole('link', { name: 'Withdraw', exact: true }).click()
  await expect(page.getByLabel('Amount')).toHaveValue('10000.00')
  await page.getByLabel('Amount').fill('9000')
  const { tax, net } = await shop.ask<{ tax: number; net: number }>('POST', '/me/withdrawals/quote', { amount: 900_000 }, lan.token)
  expect(tax).toBeGreaterThan(0)
  expect(tax + net).toBe(900_000)
  await expect(page.getByText('Tax withheld').locator('..')).toContainText(`−${yuan(tax)}`)
  const go = page.getByRole('button', { name: `Withdraw – you receive ${yuan(net)}` })
  await expect(go).toBeDisabled()
  await page.getByLabel('Account holder').fill('兰小姐')
  await page.getByLabel('Bank', { exact: true }).fill('招商银行')
  await page.getByLabel('Account number').fill('6225 8801 2345 6789')
  await go.click()

  await expect(page.getByText('Under review', { exact: true })).toBeVisible()
  await expect(page.getByText('6789')).toBeVisible()
  await expect(page.getByText('62258801')).toBeHidden()
  const { items } = await shop.ask<{ items: { id: string }[] }>('GET', '/me/withdrawals', undefined, lan.token)
  const ids = items.map((one) => one.id)
  await shop.ask('POST', '/staff/withdrawals/approve', { ids })
  await page.reload()
  await expect(page.getByText('Approved, awaiting payout')).toBeVisible()
  await shop.ask('POST', '/staff/withdrawals/paid', { ids, reference: 'CMB-77' })
  await page.reload()
  await expect(page.getByText('Paid', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('CMB-77')).toBeVisible()

  await refund(shop, order, 1)
  await page.goto('/centre')
  await expect(page.getByText('¥9,000.00 to be recovered')).toBeVisible()
  await page.getByRole('link', { name: 'See the refunds' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Reward' }).filter({ hasText: '−¥10,000.00' })).toBeVisible()
})

test('a withdrawal that is refused says why, and the money is back', async ({ page, shop, clock }) => {
  const yun = await promoter(shop, '阿云')
  await shop.deliver(await sale(shop, yun, 5))
  await wait(shop, clock, 8)
  await expect.poll(() => available(shop, yun)).toBe(3000)
  const target = { method: 'alipay', name: '云', account: '13800138000' }
  const { id } = await shop.ask<{ id: string }>('POST', '/me/withdrawals', { amount: 3000, target }, yun.token)
  await shop.ask('POST', '/staff/withdrawals/refuse', { ids: [id], reason: '户名与实名不符' })
  await speak(page, 'zh')
  await shop.signIn(page, yun)
  await page.goto('/centre/withdrawals')
  await expect(page.getByText('未通过')).toBeVisible()
  await expect(page.getByText('户名与实名不符')).toBeVisible()
  expect(await available(shop, yun)).toBe(3000)
})

test('a withdrawal under the minimum is explained; the account of the last one is used again', async ({ page, shop, clock }) => {
  const tong = await promoter(shop, '阿桐')
  await shop.deliver(await sale(shop, tong, 5))
  await wait(shop, clock, 8)
  await expect.poll(() => available(shop, tong)).toBe(3000)
  await speak(page, 'en')
  await shop.signIn(page, tong)
  const target = { method: 'alipay', name: '桐', account: '13800138000' }
  await shop.ask('POST', '/me/withdrawals', { amount: 1000, target }, tong.token)
  await page.goto('/centre/withdraw')
  const before = page.getByRole('radio', { name: /Alipay .*138\*+/ })
  await expect(before).toBeChecked()
  await expect(page.getByLabel('Real name')).toHaveCount(0)
  await page.getByLabel('Amount').fill('0.01')
  await expect(page.getByRole('alert')).toContainText('The minimum is')
  await page.getByLabel('Amount').fill('')
  await expect(page.locator('.waiting')).toHaveCount(0)
  await page.getByLabel('Amount').fill('19.50')
  await page.getByRole('button', { name: /Withdraw – you receive/ }).click()
  await expect(page).toHaveURL(/\/centre\/withdrawals$/)
  const { items } = await shop.ask<{ items: { method: string; account: string }[] }>('GET', '/me/withdrawals', undefined, tong.token)
  expect(items[0]).toMatchObject({ method: 'alipay', account: items[1]?.account })

  // 0.50 are left: the minimum is 1.00.
  await expect.poll(() => available(shop, tong)).toBe(50)
  await page.goto('/centre/withdraw')
  await expect(page.getByRole('heading', { name: 'You have ¥0.50 – not enough to withdraw yet' })).toBeVisible()
  await expect(page.getByText('you need ¥0.50 more')).toBeVisible()
  await expect(page.locator('.waiting')).toHaveCount(0)
})

test('a rank that is taken is seen at once, with its reason and the way to appeal', async ({ page, shop }) => {
  const qing = await promoter(shop, '阿青')
  await sale(shop, qing, 1)
  await shop.ask('POST', `/staff/members/${qing.id}/rank`, { rank: '', reason: 'Shared without the mark' })
  await speak(page, 'en')
  await shop.signIn(page, qing)
  await page.goto('/centre')
  await expect(page.getByText('You have no rank at present')).toBeVisible()
  await expect(page.getByText('Earned today').locator('..')).toContainText('¥6.00')
  await page.goto('/centre/rank')
  await expect(page.getByText('Shared without the mark')).toBeVisible()
  await page.getByRole('link', { name: 'Appeal', exact: true }).click()
  await page.getByLabel('What happened').fill('I did mark it, see the picture.')
  await page.getByRole('button', { name: 'Submit appeal' }).click()
  await expect(page.getByText('Under review')).toBeVisible()

  await shop.ask('POST', `/staff/members/${qing.id}/rank`, { rank: 'owner', reason: 'The mark was there' })
  await page.goto('/centre/rank')
  await expect(page.getByText('You are here')).toBeVisible()
  await expect(page.getByText('The mark was there')).toBeVisible()
})

test('two presses make a poster of a product; its text says that it is an ad, and promises nothing', async ({ page, shop, context }) => {
  const hua = await promoter(shop, '阿花')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await speak(page, 'zh')
  await shop.signIn(page, hua)
  await page.goto('/centre')
  await page.getByRole('link', { name: '分享与邀请' }).click()
  await page.getByRole('button', { name: new RegExp(`(赚|海报).*${shop.goods.tea.title}`) }).click()
  await expect(page.getByRole('img', { name: `海报：${shop.goods.tea.title}` })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(page.getByText(/一半的推广者收入不超过|暂无推广者收入/)).toBeVisible()
  await page.getByRole('button', { name: `复制文案 · ${shop.goods.tea.title}` }).click()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text).toContain('【广告】')
  expect(text).toContain(`/product/${shop.goods.tea.id}?via=${hua.code}`)
  expect(text).not.toMatch(/赚|收益|佣金/)
})

test('she sees her people by nickname and totals, and what came of her links', async ({ page, shop }) => {
  const dan = await promoter(shop, '阿丹')
  await promoter(shop, '小丹', dan.code)
  await sale(shop, dan, 2)
  for (const visitor of ['a', 'b', 'c']) await shop.ask('POST', '/visits', { code: dan.code, visitor: visitor.repeat(32) }, '')
  await speak(page, 'zh')
  await shop.signIn(page, dan)
  await page.goto('/centre/people')
  await expect(page.getByRole('listitem').filter({ hasText: '小雨' })).toContainText('¥12.00')
  await expect(page.getByRole('listitem').filter({ hasText: '小丹' })).toContainText('店主')
  await expect(page.getByText('点击', { exact: true }).locator('..')).toContainText('3')
  await expect(page.getByText('我邀请的用户（2）')).toBeVisible()
})

test('who is no promoter sees what promoters really earn, and how to become one', async ({ page, shop }) => {
  const customer = await shop.customer({ nickname: '顾客' })
  await speak(page, 'en')
  await shop.signIn(page, customer)
  await page.goto('/centre')
  await expect(page.getByText('You are not a promoter yet')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'What promoters actually earned' })).toBeVisible()
  await page.getByRole('link', { name: 'Become a promoter' }).click()
  await page.getByLabel('I am 18 or older').check()
  await page.getByRole('button', { name: 'Become a promoter' }).click()
  await expect(page.getByText('No rewards yet')).toBeVisible()
})

for (const lang of ['zh', 'en'] as const) {
  test(`a centre with something in it, in ${lang === 'zh' ? 'Chinese, dark' : 'English, light'}, for everybody`, async ({ page, shop, clock }) => {
    test.setTimeout(240_000)
    const owner = await promoter(shop, '阿珠')
    await promoter(shop, '小珠', owner.code)
    const old = await sale(shop, owner, 5)
    await shop.deliver(old)
    await wait(shop, clock, 8)
    await expect.poll(() => available(shop, owner)).toBe(3000)
    const target = { method: 'bank', name: '珠', bank: '招商银行', account: '6225880123456789' }
    await shop.ask('POST', '/me/withdrawals', { amount: 1000, target }, owner.token)
    await refund(shop, await sale(shop, owner, 2), 1)
    const { items } = await shop.ask<{ items: { rewards: { id: string; kept: number; amount: number }[] }[] }>('GET', '/me/rewards', undefined, owner.token)
    const part = items.flatMap((one) => one.rewards).find((one) => one.kept < one.amount)
    await page.emulateMedia({ colorScheme: lang === 'zh' ? 'dark' : 'light' })
    await speak(page, lang)
    await shop.signIn(page, owner)
    const names = [...Object.values(shop.goods).map((one) => one.title), '紫砂壶', '阿珠', '小珠', '小雨']
    // Whoever has no picture shows their first letter.
    const data = [...names, ...names.map((name) => name.charAt(0)), '包装破了', '招商银行', owner.code, 'English', '中文', 'Under the banyan']
    const found: string[] = []
    for (const place of ['/centre', '/centre/rewards', `/centre/rewards/${part?.id}`, '/centre/rank', '/centre/people', '/centre/share', '/centre/withdraw', '/centre/withdrawals', '/centre/entries', '/centre/entries?account=points']) {
      await page.goto(place)
      await settled(page)
      await fits(page, place)
      const here = [...strangers(await heard(page), lang, data), ...(await barriers(page))]
      found.push(...here.map((one) => `${place}: ${one}`))
    }
    expect([...new Set(found)]).toEqual([])
  })
}

test('ten thousand rewards scroll like ten, and going back finds the place', async ({ page, shop }) => {
  test.setTimeout(240_000)
  const liu = await promoter(shop, '阿柳')
  const shelf = await shop.product('shelf', '很多种纽扣', null, Array.from({ length: 100 }, (_, n) => [`button-${n}`, `${n}`, 1000 + n, 1_000]))
  const buyer = await shop.customer({ via: liu.code })
  const addresses = await shop.ask<{ id: string }[]>('GET', '/me/addresses', undefined, buyer.token)
  for (let round = 0; round < 100; round++) {
    const items = shelf.skus.map(({ id }) => ({ sku: id, quantity: 1 }))
    const placed = await shop.ask<{ order: string; payment: string }>('POST', '/orders', { items, provider: 'test', address: addresses[0]?.id }, buyer.token)
    await shop.ask('POST', `/orders/${placed.order}/payments`, { provider: 'test', way: { kind: 'qr' } }, buyer.token)
    await shop.ask('POST', `/payments/${placed.payment}/test`, { outcome: 'paid' }, buyer.token)
  }
  await speak(page, 'en')
  await shop.signIn(page, liu)
  await page.goto('/centre/rewards')
  const rows = page.getByRole('list', { name: 'Rewards' }).getByRole('link')
  await expect(rows.first()).toBeVisible()
  const metrics = await page.context().newCDPSession(page)
  await metrics.send('Performance.enable')
  const busy = async () => {
    const all = Object.fromEntries((await metrics.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]))
    return ((all.ScriptDuration ?? 0) + (all.LayoutDuration ?? 0) + (all.RecalcStyleDuration ?? 0)) * 1000
  }
  /** Scrolls by this much in each of so many frames; how busy a frame is, in milliseconds. */
  const scroll = async (by: number, frames: number) => {
    const before = await busy()
    await page.evaluate(async ([by, frames]) => {
      for (let frame = 0; frame < frames; frame++) {
        window.scrollBy(0, by)
        await new Promise(requestAnimationFrame)
      }
    }, [by, frames] as const)
    return ((await busy()) - before) / frames
  }
  const first = await scroll(300, 40)
  const end = page.getByText('No more items')
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    await expect(end).toBeVisible({ timeout: 50 })
  }).toPass({ timeout: 150_000, intervals: [20] })
  expect(await page.locator('li').count()).toBeLessThan(100)
  // Ten thousand are no more work than the first hundred, however many share the machine.
  expect(await scroll(-300, 40)).toBeLessThan(2 * first + 4)
  await page.evaluate(() => window.scrollTo(0, 200_000))
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(190_000)
  await rows.nth(20).click()
  await expect(page.getByRole('heading', { name: 'How this was calculated' })).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(190_000)
  await expect(rows.nth(20)).toBeVisible()
})
