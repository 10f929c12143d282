import type { Schema } from '@/api'
import type { Span } from '../frame/span'

export type Unit = 'minutes' | 'hours' | 'days'
const MINUTES: Record<Unit, number> = { minutes: 1, hours: 60, days: 1_440 }
/** A group stays open for a week at most. */
const MOST_MINUTES = 10_080

/** A group-buy as its form holds it. */
export interface Draft {
  sku: string
  size: number
  price: number | null
  time: number
  unit: Unit
  audience: 'everyone' | 'joiners' | 'newcomers'
  span: Span
  perMember: number | null
  pieces: number | null
}

export const empty = (): Draft => ({ sku: '', size: 2, price: null, time: 24, unit: 'hours', audience: 'everyone', span: {}, perMember: null, pieces: null })

/** For how many minutes a group stays open. */
export const minutesOf = ({ time, unit }: Pick<Draft, 'time' | 'unit'>): number => time * MINUTES[unit]

/** A number of minutes in the largest unit that is whole. */
export function timeOf(minutes: number): { time: number; unit: Unit } {
  const unit = (['days', 'hours'] as const).find((one) => minutes % MINUTES[one] === 0) ?? 'minutes'
  return { time: minutes / MINUTES[unit], unit }
}

/** Whether all is there that a group-buy needs; `alone` is what one buyer alone pays. */
export function isWhole(draft: Draft, alone: number | null): boolean {
  const isCheaper = draft.price !== null && draft.price > 0 && (alone === null || draft.price < alone)
  const minutes = minutesOf(draft)
  return draft.sku !== '' && isCheaper && minutes >= 1 && minutes <= MOST_MINUTES && (draft.pieces === null || draft.pieces >= draft.size)
}

/** What the form sends: from today on is from now on. */
export function bodyOf(draft: Draft, now: number): Schema['GroupBuyBody'] {
  const { sku, size, price, audience, span, perMember, pieces } = draft
  const since = span.since && Date.parse(span.since) > now ? span.since : null
  return { sku, size, price: price ?? 0, minutes: minutesOf(draft), opens_at: since, closes_at: span.until ?? null, audience, per_member: perMember, pieces }
}
