import { mobile } from './places'
import { visited as samples } from './samples'
import { expect, speak, test, type Shop } from './shop'
import { barriers, broken, fits, heard, settled, strangers } from './sight'

test.use({ own: 'walk' })
test.describe.configure({ mode: 'parallel' })

/** What people and the shop's owner wrote: it stays in its language. */
function written(shop: Shop, account: string): string[] {
  const goods = Object.values(shop.goods).flatMap((one) => [one.title, ...one.skus.map((sku) => sku.title)])
  const all = [...goods, '榕树下 Banyan', '美美', '李雷', '杭州市西湖区文三路 1 号', '颜色不对', '顺丰', 'SF100', account, 'English', '中文', 'CNY', 'PNG', shop.url, 'http', 'starter', 'UTC', 'test', 'bag', 'red', 'blue', 'owner', 'own']
  // Faces and drawn pictures show the first letter.
  return all.flatMap((one) => [one, one.slice(0, 1)]).filter((one) => one.length > 1 || /\p{Script=Han}/u.test(one))
}

for (const lang of ['zh', 'en'] as const) {
  // Each language in one of the two looks, each at one of the two widths: all four are seen.
  const isDark = lang === 'en'
  test(`every page of the mobile app, in ${lang === 'zh' ? 'Chinese, light' : 'English, dark'}`, async ({ page, shop }) => {
    test.setTimeout(240_000)
    const login = await shop.customer({ nickname: '阿珍', promoter: true, adult: true, via: shop.code })
    const { code } = await shop.ask<{ code: string }>('GET', '/me/invitation', undefined, login.token)
    const data = [...written(shop, login.account), '阿珍', '阿', code]
    const places = mobile(await samples(shop, login.token))
    await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
    await speak(page, lang)
    await shop.signIn(page, login)
    const found: string[] = []
    for (const place of [...places, '/no-such-page']) {
      await page.goto(place)
      await settled(page)
      await fits(page, place)
      const here = [...strangers(await heard(page), lang, data), ...(await broken(page, 'main')), ...(await barriers(page))]
      found.push(...here.map((one) => `${place}: ${one}`))
    }
    expect([...new Set(found)]).toEqual([])
  })
}

test('the same at a desk', async ({ page, shop }) => {
  test.setTimeout(240_000)
  const login = await shop.customer({ nickname: '阿珍', promoter: true, adult: true })
  await page.setViewportSize({ width: 1280, height: 800 })
  await shop.signIn(page, login)
  for (const place of mobile(await samples(shop, login.token))) {
    await page.goto(place)
    await settled(page)
    await fits(page, place)
  }
})

test('everything can be reached with the keyboard', async ({ page, shop }) => {
  await speak(page, 'en')
  await page.goto('/')
  await settled(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.goto(`/product/${shop.goods.bag.id}`)
  await page.getByLabel('红色').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByLabel('蓝色')).toBeChecked()
  await expect(page.getByText('¥21.90')).toBeVisible()
  await page.getByRole('button', { name: 'Buy now' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/join/)
})
