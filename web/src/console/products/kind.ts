import type { Schema } from '@/api'
import type { Span } from '../frame/span'

/** How a product reaches its buyer, as its form holds it. */
export interface Draft {
  kind: 'physical' | 'voucher'
  span: Span
  /** Days after the purchase; nothing where only the dates count. */
  days: number | null
  weekdays: number[]
  place_zh: string
  place_en: string
  address_zh: string
  address_en: string
  hours_zh: string
  hours_en: string
  unused: 'refunded' | 'kept'
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

export const draftOf = ({ kind, voucher }: Schema['KindView']): Draft => ({
  kind: kind === 'voucher' ? 'voucher' : 'physical',
  span: { since: voucher?.valid_from ?? undefined, until: voucher?.valid_until ?? undefined },
  days: voucher ? voucher.days ?? null : 90,
  weekdays: voucher ? [...voucher.weekdays] : [...WEEKDAYS],
  place_zh: voucher?.place.zh ?? '',
  place_en: voucher?.place.en ?? '',
  address_zh: voucher?.address.zh ?? '',
  address_en: voucher?.address.en ?? '',
  hours_zh: voucher?.hours.zh ?? '',
  hours_en: voucher?.hours.en ?? '',
  unused: voucher?.unused === 'kept' ? 'kept' : 'refunded',
})

/** Whether all is there that a voucher needs. */
export function isWhole(draft: Draft): boolean {
  if (draft.kind === 'physical') return true
  const named = [draft.place_zh, draft.place_en, draft.address_zh, draft.address_en].every((text) => text.trim() !== '')
  return named && draft.weekdays.length > 0 && (draft.days !== null || draft.span.until !== undefined)
}

/** What the form sends. */
export function bodyOf(draft: Draft): Schema['KindBody'] {
  if (draft.kind === 'physical') return { voucher: null }
  const { span, days, weekdays, unused, place_zh, place_en, address_zh, address_en, hours_zh, hours_en } = draft
  return {
    voucher: { valid_from: span.since ?? null, valid_until: span.until ?? null, days, weekdays: [...weekdays].sort(), unused, place_zh, place_en, address_zh, address_en, hours_zh, hours_en },
  }
}
