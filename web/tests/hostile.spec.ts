import { expect, speak, test } from './shop'
import { fits, settled } from './sight'

const SCRIPT = '<script>window.hit=1</script><img src=x onerror=window.hit=1>'
const RTL = 'حقيبة حمراء كبيرة'
const LONG = 'W'.repeat(5000)

test('what people write is shown as they wrote it, and does nothing else', async ({ page, shop }) => {
  test.setTimeout(120_000)
  const nasty = await shop.product('nasty', `${SCRIPT} ${RTL}`.slice(0, 120), null, [['n1', '<b>1</b>', 100, 9], ['n2', RTL, 100, 9]], true, `${SCRIPT}\n${LONG}\n${RTL}`)
  const wide = await shop.product('wide', LONG.slice(0, 120), null, [['w1', LONG.slice(0, 60), 9_999_999_999, 9]], true, LONG)
  const customer = await shop.customer({ nickname: `<i>x</i>${RTL}`.slice(0, 30), promoter: true, adult: true })
  await shop.ask('POST', '/me/addresses', { name: `<u>x</u>${RTL}`, phone: '13800138000', address: `${SCRIPT} ${LONG}`.slice(0, 300), preferred: true }, customer.token)
  const order = await shop.paid(customer.token, nasty.skus[0]?.id ?? '', 2)
  await shop.ask('POST', `/orders/${order}/after-sales`, { line: 1, quantity: 1, reason: `${SCRIPT} ${LONG}`.slice(0, 500) }, customer.token)
  await shop.ask('POST', '/me/appeals', { about: 'rank', text: `${SCRIPT} ${RTL} ${LONG}`.slice(0, 2000) }, customer.token)

  await speak(page, 'en')
  await shop.signIn(page, customer)
  await page.goto(`/product/${nasty.id}`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.goto(`/product/${wide.id}`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  const places = ['/', '/categories', '/search?q=script', `/search?q=${encodeURIComponent(SCRIPT)}`, `/product/${nasty.id}`, `/product/${wide.id}`, '/cart', `/checkout?items=${nasty.skus[0]?.id}*1`, '/me', '/me/account', '/me/addresses', '/me/appeals', '/orders', `/orders/${order}`]
  for (const place of places) {
    await page.goto(place)
    await settled(page)
    await fits(page, place)
    expect(await page.evaluate(() => 'hit' in window), place).toBe(false)
  }
  await page.goto(`/product/${nasty.id}`)
  await expect(page.getByRole('article').getByText('<script>window.hit=1</script>').first()).toBeVisible()
  await page.getByRole('button', { name: /Share and earn/ }).click()
  await expect(page.getByRole('img', { name: /^Poster/ })).toBeVisible()
  for (const goods of [nasty, wide]) await shop.takeOff(goods)
})

test('a name of 5,000 characters is refused in a sentence', async ({ page, shop }) => {
  await speak(page, 'en')
  await page.goto('/join')
  await page.getByLabel('Phone or username').fill(LONG)
  await page.getByLabel('Password').fill('a-good-password')
  await page.getByLabel('I agree').check()
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('alert')).toContainText(/phone|account/i)
  await fits(page, '/join')
  // Nor does a link that is made up lead anywhere else.
  const customer = await shop.customer()
  await page.goto('/sign-in?to=//elsewhere.example/')
  await page.getByLabel('Phone or username').fill(customer.account)
  await page.getByLabel('Password').fill(customer.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${shop.url}/me`)
})
