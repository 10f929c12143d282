/** Moments of the API (RFC 3339), written for the reader. */
import { shop } from './shop'
import { lang } from './words'

/** Whether moments are written by the shop's clock. */
let isShopTime = false

/**
 * From now on moments are written by the shop's clock: where people work together, a day is the same day for all of them and the
 * same as in every figure.
 */
export function keepShopTime(): void {
  isShopTime = true
}

const locale = () => (lang.value === 'zh' ? 'zh-CN' : 'en-GB')

function written(at: string, options: Intl.DateTimeFormatOptions): string {
  if (isShopTime && shop.value) return shopDate(at, shop.value.utc_offset, options)
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

const MINUTE = 60_000

/** A moment as pickers of dates show it: what the shop's clock says then. */
export function toPicker(at: number): Date {
  const moved = new Date(at + (shop.value?.utc_offset ?? 0) * MINUTE)
  return new Date(moved.getUTCFullYear(), moved.getUTCMonth(), moved.getUTCDate(), moved.getUTCHours(), moved.getUTCMinutes(), moved.getUTCSeconds())
}

/** The moment at which the shop's clock says what was picked. */
export function fromPicker(picked: Date): Date {
  const said = Date.UTC(picked.getFullYear(), picked.getMonth(), picked.getDate(), picked.getHours(), picked.getMinutes(), picked.getSeconds())
  return new Date(said - (shop.value?.utc_offset ?? 0) * MINUTE)
}

/** The shop's day of today: `2026-11-20`. */
export function today(): string {
  return new Date(Date.now() + (shop.value?.utc_offset ?? 0) * MINUTE).toISOString().slice(0, 10)
}

/** How many whole minutes are left until then; 0 if it is past. */
export function minutesLeft(at: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(at) - now) / 60_000))
}
