/** Group-buys: words and what pages of them share. */
import type { Schema } from '@/api'
import { count } from '@/base/money'
import { words } from '@/base/words'

export const t = words({
  zh: {
    title: '拼团',
    size: (n: string) => `${n} 人团`,
    alone: (amount: string) => `单独购买 ${amount}`,
    open: (amount: string) => `开团 ${amount}`,
    join: '去参团',
    joinAt: (amount: string) => `参团 ${amount}`,
    missing: (n: string) => `还差 ${n} 人`,
    paid: (n: string, of: string) => `已付款 ${n} 人，共需 ${of} 人`,
    by: (name: string) => `${name} 的团`,
    toJoin: '可以参加的团',
    none: '还没有人开团，由你来开第一个。',
    left: (n: string) => `活动剩 ${n} 件`,
    until: (when: string) => `${when} 前可以开团`,
    rules: '拼团规则',
    ends: '剩余时间',
    over: '已到期',
    days: (n: number, time: string) => `${n} 天 ${time}`,
    states: { open: '拼团中', succeeded: '已成团', failed: '未成团，已全额退款' },
    waits: (n: string, when: string) => `还差 ${n} 人成团，${when} 截止；没拼成会全额退款。`,
    toGroup: '查看拼团，邀请朋友',
  },
  en: {
    title: 'Group-buys',
    size: (n: string) => `Group of ${n}`,
    alone: (amount: string) => `${amount} alone`,
    open: (amount: string) => `Open a group at ${amount}`,
    join: 'Join',
    joinAt: (amount: string) => `Join at ${amount}`,
    missing: (n: string) => `${n} more needed`,
    paid: (n: string, of: string) => `${n} of ${of} have paid`,
    by: (name: string) => `Group of ${name}`,
    toJoin: 'Groups you can join',
    none: 'Nobody has opened a group yet. Be the first.',
    left: (n: string) => `${n} left in this offer`,
    until: (when: string) => `Groups can be opened until ${when}`,
    rules: 'How it works',
    ends: 'Time left',
    over: 'Time is over',
    days: (n: number, time: string) => (n === 1 ? `1 day ${time}` : `${n} days ${time}`),
    states: { open: 'Waiting for others', succeeded: 'Complete', failed: 'Not complete in time, refunded in full' },
    waits: (n: string, when: string) => `${n} more needed by ${when}. If they do not come, you are refunded in full.`,
    toGroup: 'See the group and invite friends',
  },
})

export type GroupBuy = Schema['GroupBuyView']
export type Group = Schema['GroupView']

/** How long it is until then: `1 天 02:03:04`, `02:03:04`; nothing once it is past. */
export function timeLeft(deadline: string, now: number): string {
  const seconds = Math.floor((Date.parse(deadline) - now) / 1000)
  if (seconds <= 0) return ''
  const two = (n: number) => String(n).padStart(2, '0')
  const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  const days = Math.floor(seconds / 86_400)
  return days ? t.days(days, time) : time
}

/** Where a group is opened or joined. */
export const openAt = (offer: GroupBuy, quantity: number) => ({ path: '/checkout', query: { items: `${offer.sku}*${quantity}`, open: offer.id } })
export const joinAt = (offer: GroupBuy, group: string, quantity = offer.least) => ({ path: '/checkout', query: { items: `${offer.sku}*${quantity}`, join: group } })

export const missing = (group: Pick<Group, 'missing'>) => t.missing(count(group.missing))
