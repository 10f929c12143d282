import { desk } from './places'
import { worked as samples } from './samples'
import { expect, speak, test, type Shop } from './shop'
import { barriers, fits, heard, settled, strangers } from './sight'

test.use({ own: 'desk-walk' })
test.describe.configure({ mode: 'parallel' })

/** What pages about plans may say in any language: texts of plans and scenarios line by line, and words of their languages. */
async function plans(shop: Shop): Promise<string[]> {
  const ready = await shop.ask<{ source: string }[]>('GET', '/staff/plans/ready')
  const { scenarios } = await shop.ask<{ scenarios: { text: string }[] }>('GET', '/staff/simulations/choices')
  const texts = [...ready.map((one) => one.source), ...scenarios.map((one) => one.text)]
  const lines = texts.flatMap((one) => one.split('\n').map((line) => line.trim())).filter(Boolean)
  const names = lines.flatMap((line) => line.replace(/#.*/, '').replace(/title = .*/, '').match(/[a-z][a-z_-]{3,}/g) ?? [])
  return [...lines, ...names, 'my-plan', 'PV', 'BV', 'limits.payout', 'STR', 'SET', 'CON', 'DAT', 'KB']
}

/** What people wrote, names of things that are the same in both languages. */
function written(shop: Shop): string[] {
  const goods = Object.values(shop.goods).flatMap((one) => [one.title, ...one.skus.map((sku) => sku.title)])
  return [...goods, '榕树下 Banyan', '美美', '李雷', '李', '阿珍', '阿', '杭州市西湖区文三路 1 号', '杭州市西湖区', '颜色不对', '韩梅梅', '杭州', '包裹', '问问新茶', '第一笔订单', '快递', '浙江省', '江苏省', '上海市', '西藏自治区', '顺丰', 'SF100', 'English', '中文', 'Anna', 'owner', 'Excel', 'SVG', 'channel', 'API', 'BD', 'Webhook', 'PNG', 'JPEG', 'WebP', 'MB', 'CNY', 'tea-01', 'bag', 'tea-1', 'tea', 'red', 'blue', 'last', 'cup', 'home', 'food', 'Home', 'Tea and treats', '家居', '茶与点心', 'customer', 'test', 'own', 'Enter'].filter(Boolean)
}

for (const lang of ['zh', 'en'] as const) {
  const isDark = lang === 'en'
  test(`every page of the desk, in ${lang === 'zh' ? 'Chinese, light, on a phone' : 'English, dark, on a desk'}`, async ({ page, shop }) => {
    test.setTimeout(600_000)
    const places = desk(await samples(shop))
    const texts = await plans(shop)
    const { platforms } = await shop.ask<{ platforms: { source: string }[] }>('GET', '/staff/chat/norms')
    const { limits } = await shop.ask<{ limits: { source: string }[] }>('GET', '/staff/chat/touch-norms')
    const sources = [...[...platforms, ...limits].map((one) => one.source), 'CSV', 'QQ', 'Telegram', 'WhatsApp', 'LINE', 'HHI', 'group', 'members', 'member', 'at', 'kind', 'to', 'Secret', 'Token', 'EncodingAESKey', 'ID', `${shop.url}/api/v1/wecom/callback`]
    const sizes = [{ width: 390, height: 844 }, { width: 1280, height: 800 }] as const
    const [size, other] = isDark ? [sizes[1], sizes[0]] : sizes
    await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
    await speak(page, lang)
    await shop.signInStaff(page)
    const found: string[] = []
    for (const place of places) {
      await page.setViewportSize(other)
      await page.goto(place)
      await settled(page)
      await fits(page, place)
      await page.setViewportSize(size)
      await fits(page, place)
      // Codes of invitations and members are the same in both languages.
      const words = (await heard(page)).replace(/\b[A-Z0-9]{6,}\b/g, ' ')
      const here = [...strangers(words, lang, [...(/\/(plans|simulations)/.test(place) ? texts : []), ...(/\/(groups|touches)/.test(place) ? sources : []), ...written(shop)]), ...(await barriers(page))]
      found.push(...here.map((one) => `${place}: ${one}`))
    }
    expect([...new Set(found)]).toEqual([])
  })
}
