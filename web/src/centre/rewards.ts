/** How rewards stand, in words. */
import type { Schema } from '@/api'
import { words } from '@/base/words'
import { t as all } from './words'

export const t = words({
  zh: { settled: '已结算', part: '部分已追回', events: { sale: '成交', first_sale: '首次成交', join: '邀请', promotion: '升级', period: '按期结算' } },
  en: { settled: 'Settled', part: 'Partly taken back', events: { sale: 'Sale', first_sale: 'First sale', join: 'Invitation', promotion: 'Promotion', period: 'End of period' } },
})

/** Where a reward stands. What is settled may have been withdrawn since. */
export function stateOf(reward: Schema['RewardView']): string {
  if (reward.state === 'taken_back') return all.takenBack
  if (reward.state === 'pending') return all.pending
  if (reward.kept < reward.amount) return t.part
  return t.settled
}
