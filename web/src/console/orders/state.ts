import type { Mood } from '../frame/state'

/** How an order's state looks: what waits for the shop stands out. */
export const orderMood = (state: string): Mood => (state === 'paid' ? 'warn' : state === 'settled' || state === 'received' ? 'good' : 'quiet')
export const caseMood = (state: string): Mood => (state === 'asked' ? 'warn' : state === 'approved' ? 'good' : 'quiet')
export const refundMood = (state: string): Mood => (state === 'failed' ? 'bad' : state === 'done' ? 'good' : 'warn')
export const paymentMood = (state: string): Mood => (state === 'paid' ? 'good' : state === 'open' ? 'warn' : state === 'late' ? 'bad' : 'quiet')
