/** Moments of the API (RFC 3339), written for the reader. */
import { shop } from './shop'
import { lang } from './words'

const locale = () => (lang.value === 'zh' ? 'zh-CN' : 'en-GB')

function written(at: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), options).format(new Date(at))
}

/** `20 Nov 2026`, `2026年11月20日`. */
export function day(at: string | null | undefined): string {
  return at ? written(at, { year: 'numeric', month: 'short', day: 'numeric' }) : ''
}

/** `20 Nov 2026, 14:05`. */
export function moment(at: string | null | undefined): string {
  return at ? written(at, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }) : ''
}

/** `20 Nov`, `11月20日`: where the year is plain. */
export function shortDay(at: string): string {
  return written(at, { month: 'short', day: 'numeric' })
}

/** The day or the month that a moment is in the shop, whatever it is where it is read. `offset`: how far the shop's days begin from UTC, in minutes. */
export function shopDate(at: string | number, offset: number, options: Intl.DateTimeFormatOptions): string {
  const moved = new Date(new Date(at).getTime() + offset * 60_000)
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(moved)
}

/** `20 Nov 2026`, as the shop counts its days. */
export const shopDay = (at: string | number) => shopDate(at, shop.value?.utc_offset ?? 0, { year: 'numeric', month: 'short', day: 'numeric' })

/** `20 Nov`, as the shop counts its days. */
export const shopShortDay = (at: string | number) => shopDate(at, shop.value?.utc_offset ?? 0, { month: 'short', day: 'numeric' })

/** How many whole minutes are left until then; 0 if it is past. */
export function minutesLeft(at: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(at) - now) / 60_000))
}
