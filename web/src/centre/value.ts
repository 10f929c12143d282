/** What rewards and accounts are measured in. */
import { count, money } from '@/base/money'
import { t } from './words'

/** A reward's amount, written out: money, a coupon at its face value, or points. */
export function written(amount: number, unit: string): string {
  if (unit === 'points') return t.points(count(amount))
  return unit === 'coupon' ? t.coupon(money(amount)) : money(amount)
}

/** What came in or went out of an account, with its sign. */
export function moved(amount: number, account: string): string {
  const text = account.startsWith('points') ? t.points(count(amount)) : money(amount)
  return amount > 0 ? `+${text}` : text
}

/** How far something has come, from 0 to 1. Negative sums are nothing yet. */
export function share(has: number, needs: number): number {
  return needs <= 0 ? 1 : Math.min(1, Math.max(0, has / needs))
}
