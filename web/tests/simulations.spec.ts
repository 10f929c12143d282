/** What a plan does before people do: asked for, watched, read, run again, compared, broken off. */
import { expect, speak, test, type Page, type Shop } from './shop'
import { barriers, heard, settled, strangers } from './sight'

test.use({ own: 'simulations', viewport: { width: 1280, height: 900 } })

/** A town so small that a run of it takes no time. */
const TOWN = 'title = { zh = "小城", en = "Small town" }\n[market]\npopulation = 4_000\npeople = 2_000\n'

async function choose(page: Page, field: string, option: string | RegExp) {
  await page.getByRole('combobox', { name: field, exact: true }).click()
  await page.getByRole('option', { name: option }).click()
}
const number = (page: Page, field: string) => page.getByRole('spinbutton', { name: field, exact: true })

/** Asks for a simulation of a ready plan; gives its id. */
async function asked(shop: Shop, plan: string, more: object = {}): Promise<string> {
  const ready = await shop.ask<{ id: string; source: string }[]>('GET', '/staff/plans/ready')
  const source = ready.find((one) => one.id === plan)?.source
  return (await shop.ask<{ id: string }>('POST', '/staff/simulations', { source, scenario: TOWN, days: 30, seeds: 2, variants: false, ...more })).id
}

test('the plan in force is simulated beside a ready one, read, and run again with changes', async ({ page, shop, context }) => {
  test.setTimeout(180_000)
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/simulations')
  await expect(page.getByRole('heading', { name: 'Nothing has been simulated yet' })).toBeVisible()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Run a first simulation' }).click()

  // What it will do is told before it is started.
  await choose(page, 'Compare with (optional)', /Wanwu/)
  await number(page, 'Days').fill('30')
  await number(page, 'Runs').fill('2')
  await number(page, 'Runs').blur()
  await expect(page.getByText('Two plans, each run 2 times over 30 days, and 84 more runs with changed inputs: 88 runs in all.')).toBeVisible()

  // A key that scenarios do not have is refused at its line, which the text marks.
  const text = page.getByRole('textbox', { name: 'Scenario file' })
  await text.fill(TOWN.replace('people =', 'peple ='))
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Line 4 of the scenario' })).toContainText('peple')
  await expect(page.locator('.mark.error', { hasText: 'peple' })).toBeVisible()
  expect(await barriers(page)).toEqual([])
  await text.fill(TOWN)
  await expect(page.getByText('The scenario has room for 2,000 people.')).toBeVisible()
  await page.getByRole('button', { name: 'Start' }).click()

  // It is watched until it is done, without a press.
  await expect(page).toHaveURL(/\/console\/simulations\/\d+$/)
  await expect(page.locator('.state', { hasText: 'Finished' }).first()).toBeVisible({ timeout: 90_000 })
  const id = /\d+$/.exec(page.url())?.[0] ?? ''
  interface Outcome { plan: { en: string }; figures: { key: string; mid: number }[]; law: { verdict: string; refused_by: { rule: string; message: { en: string } }[] }[] }
  const { one, other } = await shop.ask<{ one: Outcome; other: Outcome }>('GET', `/staff/simulations/${id}`)
  const mid = (of: Outcome, key: string) => of.figures.find((found) => found.key === key)?.mid ?? -1
  const members = page.getByRole('region', { name: 'All figures' }).getByRole('row', { name: /^Members/ })
  for (const of of [one, other]) await expect(members).toContainText(mid(of, 'members').toLocaleString('en'))
  await expect(page.getByText('Rewards per ¥100.00 sold')).toBeVisible()
  await expect(page.locator('.tiles')).toContainText(`¥${(mid(other, 'payout') / 10_000).toFixed(2)}`)
  // The pack that the shop asks refuses the one, with the rules, and finds nothing against the other.
  expect([one.law[0]?.verdict, other.law[0]?.verdict]).toEqual(['no_finding', 'refused'])
  await expect(page.getByText('No finding under China, strict')).toBeVisible()
  await expect(page.getByText('Refused under China, strict')).toBeVisible()
  await expect(page.locator('main')).toContainText(/reads the law as of \d{4}-\d\d-\d\d/)
  for (const { rule, message } of other.law[0]?.refused_by ?? []) await expect(page.getByRole('listitem').filter({ hasText: message.en })).toContainText(rule)
  await expect(page.getByRole('img', { name: /^Members over time, as lines\. At the end: .*\(nine runs in ten/ })).toBeVisible()
  await expect(page.getByRole('table', { name: /^Which inputs matter most: / })).toHaveCount(2)
  await expect(page.getByText(/^If invitations stop on day/)).toHaveCount(2)
  await expect(page.getByText(/nothing here forecasts anybody’s income/)).toBeVisible()
  expect(await page.locator('main').innerText()).not.toMatch(/\b(il)?legal(ly|ity)?\b|complian/i)
  expect(await barriers(page)).toEqual([])

  // The report is a page of its own.
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: /^Full report/ }).click()
  const report = await opened
  await expect(report.locator('body')).toContainText('Small town')
  await report.close()

  // Again, with all that went in, and one thing changed.
  await page.getByRole('button', { name: 'Run again with changes' }).click()
  await expect(text).toHaveValue(TOWN)
  await expect(number(page, 'Days')).toHaveValue('30')
  await expect(number(page, 'Runs')).toHaveValue('2')
  await choose(page, 'Compare with (optional)', 'None')
  await page.getByText('Also see what happens when invitations stop').click()
  await number(page, 'Days').fill('40')
  await number(page, 'Days').blur()
  await expect(page.getByText('The plan, run 2 times over 40 days: 2 runs in all.')).toBeVisible()
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.locator('.state', { hasText: 'Finished' }).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/^This simulation was run without variants/)).toBeVisible()
})

test('two that are done are compared, in both languages', async ({ page, shop }) => {
  test.setTimeout(180_000)
  const ids = [await asked(shop, 'wanwu'), await asked(shop, 'two-level', { days: 60 })]
  await speak(page, 'zh')
  await shop.signInStaff(page)
  await page.goto('/console/simulations')
  const row = (place: number) => page.locator('tbody tr').nth(place)
  for (const place of [0, 1]) {
    await expect(row(place)).toContainText('已完成', { timeout: 60_000 })
    await row(place).locator('.el-checkbox').click()
  }
  await page.getByRole('button', { name: '对比这 2 个' }).click()
  await expect(page).toHaveURL(new RegExp(`ids=${ids[1]},${ids[0]}`))
  await expect(page.getByText('情景、天数或次数不同时，差别不全来自方案。')).toBeVisible()
  const figures = page.getByRole('region', { name: '全部数据' })
  await expect(figures.getByRole('columnheader')).toHaveText(['指标', /^1\. /, /^2\. /])
  await expect(page.getByRole('img', { name: /^会员随时间变化的折线图/ })).toBeVisible()
  await settled(page)
  for (const lang of ['zh', 'en'] as const) {
    if (lang === 'en') await page.getByRole('button', { name: 'English' }).click()
    expect(strangers(await heard(page), lang, ['Anna', 'English', '中文', 'STR', 'SET', 'CON', 'DAT', 'KB'])).toEqual([])
    expect(await barriers(page)).toEqual([])
  }
})

test('a draft of the studio is handed over, and a simulation is cancelled', async ({ page, shop }) => {
  // Something that is still under way when it is looked at: the next one waits.
  const long = await asked(shop, 'starter', { scenario: '', days: 730, seeds: 100 })
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/plans/studio/version-1')
  await page.getByText('Text', { exact: true }).click()
  const text = page.getByRole('textbox', { name: 'Plan file' })
  await text.fill((await text.inputValue()).replace('rate = "product"', 'rate = "7.5%"'))
  await page.getByRole('button', { name: 'Simulate' }).click()
  await expect(page.getByRole('main').getByText('Draft (Version 1)')).toBeVisible()
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.locator('.state', { hasText: 'Waiting' }).first()).toBeVisible()
  const id = /\d+$/.exec(page.url())?.[0] ?? ''
  expect((await shop.ask<{ source: string }>('GET', `/staff/simulations/${id}`)).source).toContain('rate = "7.5%"')
  await page.getByRole('button', { name: 'Cancel simulation' }).click()
  await expect(page.getByText('This simulation was cancelled and has no result.')).toBeVisible()

  await page.goto(`/console/simulations/${long}`)
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel simulation' }).click()
  await expect(page.getByText('This simulation was cancelled and has no result.')).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
})
