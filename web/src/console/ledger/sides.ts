/** Debits and credits. The API tells amounts with a sign: above zero an account is owed more, which is a credit. */
import { count, money } from '@/base/money'
import { t } from './words'

const POINTS = new Set(['points', 'points_pending', 'points_given'])
const OF_ORDERS = new Set(['payment', 'repayment', 'settlement', 'coupon', 'purchase'])
const OF_WITHDRAWALS = new Set(['withdrawal', 'payout', 'withholding', 'return'])

/** An amount as its account counts: money, or points. */
export function worth(account: string, amount: number): string {
  return POINTS.has(account) ? t.points(count(amount)) : money(amount)
}

export const isPoints = (account: string) => POINTS.has(account)
export const debit = (amount: number) => Math.max(0, -amount)
export const credit = (amount: number) => Math.max(0, amount)

/** A balance with its side. */
export function balanceWord(account: string, amount: number): string {
  return amount < 0 ? t.owes(worth(account, -amount)) : amount > 0 ? t.owed(worth(account, amount)) : worth(account, 0)
}

/**
 * What the number of transfers is of. A reward alone does not tell: it may be for an order, for joining or for a period;
 * other transfers of the same number do.
 */
export function referenceOf(kinds: string[]): 'order' | 'withdrawal' | null {
  if (kinds.some((kind) => OF_ORDERS.has(kind))) return 'order'
  return kinds.some((kind) => OF_WITHDRAWALS.has(kind)) ? 'withdrawal' : null
}
