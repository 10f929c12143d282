/** From the plan in force to the next version: written, refused, mended, tried, replayed, published with notice, taken back. */
import { expect, speak, test } from './shop'
import { barriers } from './sight'

test.use({ own: 'plans', viewport: { width: 1400, height: 900 } })

const TO_INVITER = `
[[reward]]
id = "inviter"
on = "sale"
to = { upline = 1 }
rate = "20%"
of = "own"
`

test('what a plan leaves open shows what holds, and what it takes from ranks is said before it is published', async ({ page, shop }) => {
  const sku = shop.goods.bag.skus[0]?.id ?? ''
  const prices = (list: object[]) => shop.ask('PUT', `/staff/skus/${sku}/prices`, { prices: list, limits: {} })
  await prices([{ list: 'rank', rank: 'owner', from: 1, price: 1890 }])
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/plans/studio/ready-two-level')
  await expect(page.locator('.el-form-item', { hasText: 'Rounding' }).getByText('down')).toBeVisible()
  await page.getByRole('tab', { name: 'Publish' }).click()
  await expect(page.getByText('As soon as possible')).toBeVisible()
  await expect(page.getByText('would apply to nobody')).toHaveCount(0)
  await page.goto('/console/plans/studio/ready-sunline')
  await page.getByRole('tab', { name: 'Publish' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'would apply to nobody' })).toContainText('Shopkeeper: prices of 1 option')
  await prices([])
})

test('a plan is edited, refused, mended, dry run, published with notice, and taken back', async ({ page, shop }) => {
  test.setTimeout(120_000)
  const buyer = await shop.customer({ via: shop.code })
  await shop.paid(buyer.token, shop.goods.bag.skus[0]?.id ?? '', 2, shop.code)
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/plans')
  await page.getByRole('button', { name: 'Open the studio' }).click()
  await page.getByRole('button', { name: 'Start from this' }).click()
  const text = page.getByRole('textbox', { name: 'Plan file' })
  await expect(page.getByText('The plan has no errors')).toBeVisible()
  // It opens as a form, with the picture of who gets what; the text is one press away.
  await expect(page.getByRole('textbox', { name: 'Payout limit per sale' })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Tree of promoters' }).getByRole('button', { name: /, sells, gets ¥/ })).toBeVisible()
  await page.getByText('Text', { exact: true }).click()
  await page.getByRole('tab', { name: 'Checks' }).click()
  const began = await text.inputValue()
  // Findings say as of which day the law was read.
  await expect(page.getByRole('tabpanel', { name: 'Checks' })).toContainText(/reads the law as of \d{4}-\d\d-\d\d/)

  // A word that the language does not know is underlined, and its place and the nearest known word are told.
  await text.fill(began.replace('rate = "product"', 'ratee = "10%"'))
  await expect(page.locator('.mark.error', { hasText: 'ratee' })).toBeVisible()
  await expect(page.getByRole('tabpanel', { name: 'Checks' })).toContainText('ratee')
  await page.getByRole('button', { name: /^Line 32, column/ }).click()
  await expect(text).toBeFocused()
  await page.getByRole('tab', { name: 'Publish' }).click()
  await expect(page.getByText('Fix the 2 errors first.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled()

  // They leave without a word, and find all of it again.
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.goto('/console/plans/studio')
  await expect(page.getByText('1 line out, 1 in')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Text', { exact: true }).click()
  await page.getByRole('tab', { name: 'Checks' }).click()
  await expect(text).toHaveValue(/ratee = "10%"/)
  await expect(page.getByText(/Draft saved in this browser/)).toBeVisible()

  // In the form a value changes, and the comment beside it stays.
  await text.fill(began.replace('rate = "product"', 'rate = "10%"'))
  await page.getByText('Form', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Payout limit per sale' }).fill('15')
  await page.getByRole('textbox', { name: 'Payout limit per sale' }).blur()
  await page.getByRole('button', { name: /Sales commission/ }).first().click()
  expect(await barriers(page)).toEqual([])
  await page.getByText('Text', { exact: true }).click()
  await expect(text).toHaveValue(/payout = "15%" +# 等于/)

  // Whoever is above a seller may not be paid here: refused, with what it is cited from; and mended, after a look at the change.
  const lawful = await text.inputValue()
  await text.fill(lawful + TO_INVITER)
  await expect(page.getByText('Refused under China, strict').first()).toBeVisible()
  await page.getByText('Source').first().click()
  await expect(page.locator('cite').first()).toBeVisible()
  await page.getByRole('button', { name: 'Fix automatically' }).click()
  const dialog = page.getByRole('dialog', { name: 'Suggested fix' })
  await expect(dialog.locator('.gone', { hasText: 'id = "inviter"' })).toBeVisible()
  expect(await barriers(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Apply these changes' }).click()
  await expect(text).not.toHaveValue(/upline/)
  await expect(page.getByText('Refused under China, strict')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(text).toHaveValue(/upline/)
  await page.getByRole('button', { name: 'Fix automatically' }).click()
  await dialog.getByRole('button', { name: 'Apply these changes' }).click()
  await expect(text).not.toHaveValue(/upline/)

  // One order on a drawn tree: the seller gets their tenth, and it says why.
  await page.getByRole('tab', { name: 'Try an order' }).click()
  const tree = page.getByRole('group', { name: 'Tree of promoters' })
  await tree.getByRole('button', { name: /^B, Shopkeeper, sells, gets ¥10\.00$/ }).click()
  await expect(page.getByText(/100\.00 × 10% = 10\.00/).first()).toBeVisible()
  expect(await barriers(page)).toEqual([])

  // The last days under it: whoever earned a fifth would have got a tenth.
  await page.getByRole('tab', { name: 'Dry run' }).click()
  await page.getByRole('button', { name: 'Start the dry run' }).click()
  const run = page.getByRole('tabpanel', { name: 'Dry run' })
  await expect(run.getByRole('row', { name: /美美/ })).toContainText('−¥3.98')
  await expect(run).toContainText('lose 1 person')
  expect(await barriers(page)).toEqual([])

  // Published: seven days' notice at least.
  await page.getByRole('tab', { name: 'Publish' }).click()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('button', { name: 'Publish this plan' }).click()
  await expect(page).toHaveURL(/\/console\/plans\/2$/)
  await expect(page.getByText('Waiting', { exact: true })).toBeVisible()
  const { items } = await shop.ask<{ items: { version: number; state: string; published_at: string; effective_at: string }[] }>('GET', '/staff/plans')
  expect(items.map((one) => `${one.version} ${one.state}`)).toEqual(['2 waiting', '1 active'])
  const [next] = items
  expect(Date.parse(next?.effective_at ?? '') - Date.parse(next?.published_at ?? '')).toBeGreaterThanOrEqual(7 * 86_400_000)

  // Only one can wait; this one is taken back, with a reason.
  await page.getByRole('link', { name: 'Plan studio' }).click()
  await expect(page.getByText('Unfinished drafts')).toHaveCount(0)
  await page.getByRole('button', { name: 'Start from this' }).click()
  await page.getByText('Text', { exact: true }).click()
  await text.fill(began.replace('payout = "20%"', 'payout = "21%"'))
  await page.getByRole('tab', { name: 'Publish' }).click()
  await page.getByRole('link', { name: 'Show that version' }).click()
  await page.getByRole('button', { name: 'Withdraw' }).click()
  const ask = page.getByRole('dialog', { name: 'Withdraw' })
  await ask.getByLabel('Reason').fill('Sales fell too far')
  await ask.getByRole('button', { name: 'Withdraw' }).click()
  await expect(page.locator('.state', { hasText: 'Withdrawn' }).first()).toBeVisible()
  const after = await shop.ask<{ items: { version: number; state: string }[] }>('GET', '/staff/plans')
  expect(after.items.map((one) => `${one.version} ${one.state}`)).toEqual(['2 cancelled', '1 active'])
})

test('a finding that needs review is signed, and the signature stays with the version', async ({ page, shop }) => {
  const { version, settings } = await shop.ask<{ version: string; settings: object }>('GET', '/staff/settings')
  await shop.ask('PUT', '/staff/settings', { version, settings: { ...settings, packs: ['cn'] } })
  await speak(page, 'zh')
  await shop.signInStaff(page)
  await page.goto('/console/plans/studio/version-1')
  await page.getByText('文本', { exact: true }).click()
  await page.getByRole('tab', { name: '检查' }).click()
  const text = page.getByRole('textbox', { name: '方案文件' })
  await text.fill((await text.inputValue()).replace('payout = "20%"', 'payout = "24%"') + TO_INVITER)
  await expect(page.getByText('按「中国」需要审查签字').first()).toBeVisible()
  await page.getByRole('tab', { name: '发布' }).click()
  const publish = page.getByRole('button', { name: '发布', exact: true })
  await expect(publish).toBeDisabled()
  for (const field of await page.getByLabel('审查的文件').all()) await field.fill('法务意见 2026-31')
  for (const field of await page.getByLabel('为什么可以接受').all()) await field.fill('只有一层，比例不高')
  await publish.click()
  await page.getByRole('button', { name: '发布这个方案' }).click()
  await expect(page.getByText('等待生效', { exact: true })).toBeVisible()
  await expect(page.getByText('法务意见 2026-31').first()).toBeVisible()
  await expect(page.getByText('Anna').first()).toBeVisible()
})

test('from the overview to what another rate would do: one click, a slider, and the answer', async ({ page, shop }) => {
  const buyer = await shop.customer({ via: shop.code })
  await shop.paid(buyer.token, shop.goods.bag.skus[0]?.id ?? '', 2, shop.code)
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/dashboard')
  await page.getByRole('link', { name: 'What if rates were different?' }).click()
  // Nothing is moved yet: there is nothing to compare, and the page says what to do.
  await expect(page.getByText(/^Move any slider to see what the real orders of the last 30 days/)).toBeVisible()
  const slider = page.getByRole('slider').first()
  const before = Number(await slider.inputValue())
  const checked = page.waitForResponse((one) => one.url().endsWith('/plans/check'))
  await slider.fill(String(before / 2))
  await checked
  await expect(page.getByText(`was ${before}%`)).toBeVisible()
  await expect(page.getByRole('img', { name: /limit/i })).toBeVisible()
  await expect(page.getByText('Orders paid')).toBeVisible()
  expect(await barriers(page)).toEqual([])
  // What was tried goes along into the studio.
  await page.getByRole('button', { name: 'Continue in the studio' }).click()
  await expect(page.getByText(/Draft saved in this browser/)).toBeVisible()
})

test('ten answers write a plan, with the picture of who gets what, and the studio goes on from it', async ({ page, shop }) => {
  await speak(page, 'en')
  await shop.signInStaff(page)
  await page.goto('/console/plans/studio')
  await page.getByRole('button', { name: 'Start answering' }).click()
  const answer = (question: RegExp) => page.getByRole('textbox', { name: question })
  const tree = page.getByRole('group', { name: 'Tree of promoters' })
  await expect(answer(/^What is the plan’s id/)).toHaveAttribute('placeholder', 'my-plan')
  await expect(tree.getByRole('button', { name: /, sells, gets ¥10\.00$/ })).toBeVisible()
  await answer(/^What is the plan’s id/).fill('tea')
  await answer(/^Which ranks are there/).fill('owner, gold')
  await answer(/^What share of a sale does the seller get/).fill('10%, 12%')
  await answer(/^What does each level above the seller get/).fill('5%, 3%')
  await expect(tree.getByRole('button', { name: /gets ¥5\.00$/ })).toBeVisible()
  // An answer that cannot be used says what was expected, and the rest waits.
  await answer(/^What team sales/).fill('much')
  await expect(page.getByText('Expected: an amount such as 5000.00')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue in the studio' })).toBeDisabled()
  await answer(/^What team sales/).fill('5000.00')
  await expect(page.getByText('Expected: an amount such as 5000.00')).toBeHidden()
  await page.getByRole('tab', { name: 'Checks' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Checks' })).toContainText(/reads the law as of/)
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Continue in the studio' }).click()
  await expect(page).toHaveURL(/\/plans\/studio\/file-tea$/)
  await page.getByText('Text', { exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Plan file' })).toHaveValue(/promote = \{ team_sales = "5000.00" \}/)
})
