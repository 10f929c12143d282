/** What a piece costs with the number of pieces, and how many may be bought: both as the shop says. */
import type { Schema } from '@/api'
import { words } from '@/base/words'
import { MOST_PIECES } from './cart'

type Sku = Pick<Schema['SkuView'], 'steps' | 'limits' | 'stock'>

/** What one piece costs in an order of so many, and why: the last of the shop's steps that they reach. */
export function stepOf(sku: Sku, quantity: number): Schema['StepView'] | undefined {
  return sku.steps.findLast((step) => step.from <= quantity) ?? sku.steps[0]
}

/** The fewest and the most pieces of an order, and by how many it goes up; nobody can buy if `most` is below `least`. */
export function span(sku: Sku): { least: number; most: number; step: number } {
  const { least, step, most, left } = sku.limits
  const roof = Math.min(MOST_PIECES, sku.stock, most ?? MOST_PIECES, left ?? MOST_PIECES)
  return { least: Math.ceil(least / step) * step, most: Math.floor(roof / step) * step, step }
}

const t = words({
  zh: {
    least: (n: number) => `${n} 件起售`,
    step: (n: number) => `按 ${n} 件的倍数购买`,
    most: (n: number) => `每单限购 ${n} 件`,
    ever: (n: number) => `每人限购 ${n} 件`,
    day: (n: number) => `每人每天限购 ${n} 件`,
    week: (n: number) => `每人每周限购 ${n} 件`,
    month: (n: number) => `每人每月限购 ${n} 件`,
    quarter: (n: number) => `每人每季度限购 ${n} 件`,
    year: (n: number) => `每人每年限购 ${n} 件`,
    both: (rule: string, rest: string) => `${rule}，${rest}`,
    left: (n: number) => (n > 0 ? `你还可购买 ${n} 件` : '你已达上限'),
  },
  en: {
    least: (n: number) => `Minimum order: ${n}`,
    step: (n: number) => `Sold in multiples of ${n}`,
    most: (n: number) => `At most ${n} per order`,
    ever: (n: number) => `At most ${n} per member`,
    day: (n: number) => `At most ${n} per member a day`,
    week: (n: number) => `At most ${n} per member a week`,
    month: (n: number) => `At most ${n} per member a month`,
    quarter: (n: number) => `At most ${n} per member a quarter`,
    year: (n: number) => `At most ${n} per member a year`,
    both: (rule: string, rest: string) => `${rule}, ${rest}`,
    left: (n: number) => (n > 0 ? `you can buy ${n} more` : 'you have reached the limit'),
  },
})

/** How many may be bought, in words: one for each limit that there is. */
export function limitWords({ least, step, most, per_member: member, period, left }: Schema['LimitsView']): string[] {
  const said: string[] = []
  if (least > 1) said.push(t.least(least))
  if (step > 1) said.push(t.step(step))
  if (typeof most === 'number') said.push(t.most(most))
  if (typeof member === 'number') {
    const rule = { ever: t.ever, day: t.day, week: t.week, month: t.month, quarter: t.quarter, year: t.year }[period ?? ''] ?? t.ever
    const rest = typeof left === 'number' && left < member ? t.left(left) : ''
    said.push(rest ? t.both(rule(member), rest) : rule(member))
  }
  return said
}
