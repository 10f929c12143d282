import type { Mood } from '../frame/state'

/** What an order is listed as: one that is paid may wait for others of its group, or for its vouchers to be redeemed. */
export const listedAs = (order: { state: string; is_to_use: boolean; group?: { state: string } | null }) =>
  order.state === 'paid' && order.group?.state === 'open' ? 'grouping' : order.is_to_use ? 'to_use' : order.state

/** How an order's state looks: what waits for the shop stands out. */
export const orderMood = (state: string): Mood => (state === 'paid' ? 'warn' : state === 'settled' || state === 'received' ? 'good' : 'quiet')
export const caseMood = (state: string): Mood => (state === 'asked' ? 'warn' : state === 'approved' ? 'good' : 'quiet')
export const refundMood = (state: string): Mood => (state === 'failed' ? 'bad' : state === 'done' ? 'good' : 'warn')
export const paymentMood = (state: string): Mood => (state === 'paid' ? 'good' : state === 'open' ? 'warn' : state === 'late' ? 'bad' : 'quiet')
