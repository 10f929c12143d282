/** Something for every page to show: the addresses of the routes that have a parameter. */
import { expect, type Shop } from './shop'

/** An order in the middle of its life, so that its pages have something to show. */
export async function visited(shop: Shop, token: string): Promise<Record<string, string>> {
  const { bag } = shop.goods
  const order = await shop.paid(token, bag.skus[0]?.id ?? '', 2)
  const returned = await shop.paid(token, bag.skus[1]?.id ?? '', 2)
  await shop.deliver(order)
  await shop.ask('POST', `/orders/${returned}/after-sales`, { line: 1, quantity: 1, reason: '颜色不对' }, token)
  const { group } = await together(shop, token)
  // Their own purchase pays them: the page of a reward says why.
  const rewards = await shop.ask<{ items: { rewards: { id: string }[] }[] }>('GET', '/me/rewards', undefined, token)
  return {
    ':id': `/centre/rewards/${rewards.items[0]?.rewards[0]?.id}`,
    '/categories/:id(\\d+)?': '/categories',
    '/search': `/search?q=${encodeURIComponent('茶')}`,
    '/product/:id(\\d+)': `/product/${bag.id}`,
    '/groups/:id(\\d+)': `/groups/${group}`,
    '/checkout': `/checkout?items=${bag.skus[0]?.id}*1`,
    '/pay/:id(\\d+)': `/pay/${order}`,
    '/orders/:id(\\d+)': `/orders/${returned}`,
    '/orders/:id(\\d+)/after-sale/:line(\\d+)': `/orders/${order}/after-sale/1`,
    '/w/:code([A-Za-z0-9]+)': `/w/${(await channelled(shop)).code}`,
  }
}

/** A channel that an account answers on weekdays, with what is said to whoever comes. */
async function channelled(shop: Shop): Promise<{ id: string; code: string }> {
  const account = (await shop.ask<{ id: string }>('POST', '/staff/chat/accounts', { platform: 'wecom', name: '李雷', address: 'https://work.weixin.qq.com/ca/cawcde1', most_groups: 200, most_people: 40_000 })).id
  const turn = { account, most: 50, shifts: [{ days: [1, 2, 3, 4, 5], from: 540, to: 1080 }] }
  const channel = { name: '包裹', kind: 'parcel', accounts: [turn], fallback: account, welcomes: [{ from: 0, text: '美美' }], cost: 88_800 }
  const { id } = await shop.ask<{ id: string }>('POST', '/staff/chat/channels', channel)
  const { code } = await shop.ask<{ code: string }>('GET', `/staff/chat/channels/${id}`)
  for (const visitor of ['a', 'b', 'c']) await shop.ask('POST', `/ways/${code}/shown`, { visitor: visitor.repeat(32) })
  await shop.ask('POST', `/ways/${code}/meet`, { visitor: 'a'.repeat(32) })
  return { id, code }
}

/** Something for each page of the console to show. */
export async function worked(shop: Shop): Promise<Record<string, string>> {
  const buyer = await shop.customer({ via: shop.code, nickname: '阿珍' })
  const order = await shop.paid(buyer.token, shop.goods.bag.skus[1]?.id ?? '', 2, shop.code)
  await shop.deliver(order)
  await shop.ask('POST', `/orders/${order}/after-sales`, { line: 1, quantity: 1, reason: '颜色不对' }, buyer.token)
  const members = await shop.ask<{ items: { id: string }[] }>('GET', '/staff/members?limit=1')
  const member = members.items[0]?.id ?? ''
  const simulation = await simulated(shop)
  const { account, group, contact, touches, list } = await grouped(shop)
  const { offer } = await together(shop, buyer.token)
  await shipped(shop)
  const channel = await channelled(shop)
  return { '/channels/:id': `/channels/${channel.id}`, '/contacts/:id': `/contacts/${contact}`, '/touches/plans/:id': `/touches/plans/${touches}`, '/touches/leads/:id': `/touches/leads/${list}`, '/groups/accounts/:id': `/groups/accounts/${account}`, '/groups/:id': `/groups/${group}`, '/group-buys/:id': `/group-buys/${offer}`, '/members/tree/:id?': `/members/tree/${member}`, '/members/:id': `/members/${member}`, '/orders/:id': `/orders/${order}`, '/ledger/transfers/:reference': `/ledger/transfers/${order}`, '/products/:id': `/products/${shop.goods.bag.id}`, '/plans/studio/:from': '/plans/studio/ready-wanwu', '/plans/:version': '/plans/1', '/simulations/:id': `/simulations/${simulation}` }
}

/** A group-buy, and a group of it that somebody has opened. */
async function together(shop: Shop, token: string): Promise<{ offer: string; group: string }> {
  const sku = shop.goods.bag.skus[0]?.id ?? ''
  const { id: offer } = await shop.ask<{ id: string }>('POST', '/staff/group-buys', { sku, size: 3, price: 1_500, minutes: 600, audience: 'joiners', per_member: 5, pieces: 30 })
  const order = await shop.paid(token, sku, 1, undefined, { open_group: offer })
  const { group } = await shop.ask<{ group: { id: string } }>('GET', `/orders/${order}`, undefined, token)
  return { offer, group: group.id }
}

/** A chat account, a group with people, a contact in it with a tag and something to do. */
async function grouped(shop: Shop): Promise<{ account: string; group: string; contact: string; touches: string; list: string }> {
  const account = (await shop.ask<{ id: string }>('POST', '/staff/chat/accounts', { platform: 'wecom', name: '李雷', most_groups: 200, most_people: 40_000 })).id
  // Names of groups are taken once, and tests share a shop.
  const { items } = await shop.ask<{ items: unknown[] }>('GET', '/staff/chat/groups')
  const body = { name: `美美 ${items.length + 1}`, kind: 'customers', purpose: 'light', account, band: { least: 30, best_from: 150, best_to: 200, most: 350 } }
  const group = (await shop.ask<{ id: string }>('POST', '/staff/chat/groups', body)).id
  await shop.ask('POST', `/staff/chat/groups/${group}/counts`, { members: 180 })
  const person = { account, name: '韩梅梅', phone: '13900139000', region: '杭州', source: 'parcel', basis: 'order', basis_note: '第一笔订单' }
  // Whoever has this phone is one person for every account, however often this is made.
  const contact = (await shop.ask<{ id: string }>('POST', '/staff/chat/contacts', person)).id
  await shop.ask('POST', `/staff/chat/contacts/${contact}/accounts`, { account, friendship: 'added' })
  await shop.ask('POST', `/staff/chat/contacts/${contact}/groups`, { group, is_in: true })
  const tag = (await shop.ask<{ id: string }>('POST', '/staff/chat/tags', { name: `包裹 ${items.length + 1}`, rule: { kind: 'source', source: 'parcel' } })).id
  await shop.ask('POST', `/staff/chat/contacts/${contact}/tags`, { tag, given: true })
  await shop.ask('POST', `/staff/chat/contacts/${contact}/follow-ups`, { due_at: '2030-01-01T00:00:00Z', what: '问问新茶' })
  // So many days that their weeks have room, however often this is made.
  const plan = { name: `美美 ${items.length + 1}`, account, kind: 'message', days: 60 }
  const touches = (await shop.ask<{ id: string }>('POST', '/staff/chat/touch-plans', plan)).id
  const list = await listed(shop, account, items.length + 1)
  return { account, group, contact, touches, list }
}

/** A lead list of a buyer whose phone is known by hand. */
async function listed(shop: Shop, account: string, number: number): Promise<string> {
  const buyer = await shop.customer({ nickname: '阿珍' })
  await shop.paid(buyer.token, shop.goods.tea.skus[0]?.id ?? '', 1)
  const { id: member } = await shop.ask<{ id: string }>('GET', '/me', undefined, buyer.token)
  const person = { account, name: '韩梅梅', phone: `1390014${9000 + number}`, source: 'parcel', basis: 'order', basis_note: '第一笔订单' }
  const { id } = await shop.ask<{ id: string }>('POST', '/staff/chat/contacts', person)
  await shop.ask('POST', `/staff/chat/contacts/${id}/member`, { member, reason: '会员号' })
  const list = { name: `美美 ${number}`, kind: 'call', accounts: [account], bought_days: 30, days: 7, wordings: ['问问新茶'] }
  return (await shop.ask<{ id: string }>('POST', '/staff/chat/lead-lists', list)).id
}

/** A shipping template with a region of its own and one that is not served. */
async function shipped(shop: Shop): Promise<void> {
  // Names of templates are taken once, and tests share a shop.
  const templates = await shop.ask<unknown[]>('GET', '/staff/freights')
  const rate = (first_price: number) => ({ first: 1_000, first_price, next: 500, next_price: 200, free_amount: 9_900 })
  const zones = [{ regions: ['浙江省', '江苏省', '上海市'], rate: rate(600) }, { regions: ['西藏自治区'] }]
  await shop.ask('POST', '/staff/freights', { title: `快递 ${templates.length + 1}`, unit: 'weight', zones, elsewhere: rate(1_000) })
}

/** A simulation that is done, of two plans in a town so small that it takes no time. */
async function simulated(shop: Shop): Promise<string> {
  const ready = await shop.ask<{ id: string; source: string }[]>('GET', '/staff/plans/ready')
  const of = (id: string) => ready.find((one) => one.id === id)?.source
  const order = { source: of('wanwu'), against: of('two-level'), scenario: '[market]\npopulation = 4_000\npeople = 2_000\n', days: 40, seeds: 2 }
  const { id } = await shop.ask<{ id: string }>('POST', '/staff/simulations', order)
  await expect.poll(async () => (await shop.ask<{ state: string }>('GET', `/staff/simulations/${id}`)).state, { timeout: 60_000 }).toBe('done')
  return id
}
