/** How rewards stand, in words. */
import type { Schema } from '@/api'
import { words } from '@/base/words'
import { t as all } from './words'

export const t = words({
  zh: { settled: '已结算', part: '部分已追回', events: { sale: '成交', first_sale: '首次成交', join: '邀请', promotion: '升级', period: '按期结算' }, lines: (n: number) => `${n} 笔奖励`, somebody: '一位顾客', of: { sale: (name: string) => `${name} 的订单`, first_sale: (name: string) => `${name} 的订单，首次成交`, join: (name: string) => `${name} 加入`, promotion: (name: string) => `${name} 升级`, period: () => '按期结算' } },
  en: { settled: 'Settled', part: 'Partly recovered', events: { sale: 'Sale', first_sale: 'First sale', join: 'Invitation', promotion: 'Promotion', period: 'End of period' }, lines: (n: number) => `${n} rewards`, somebody: 'A customer', of: { sale: (name: string) => `${name}: order`, first_sale: (name: string) => `${name}: first order settled`, join: (name: string) => `${name} joined`, promotion: (name: string) => `${name} was promoted`, period: () => 'End of period' } },
})

/** Because of whom and what. */
export function eventOf(earned: Schema['EarnedView']): string {
  const told = t.of[earned.event as keyof typeof t.of]
  return told?.(earned.name || t.somebody) ?? ''
}

/** Where a reward stands, or all of an order. What is settled may have been withdrawn since. */
export function stateOf(reward: Pick<Schema['RewardView'], 'state' | 'amount' | 'kept'>): string {
  if (reward.state === 'taken_back') return all.takenBack
  if (reward.state === 'pending') return all.pending
  if (reward.kept < reward.amount) return t.part
  return t.settled
}
