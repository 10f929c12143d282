/** Stretches of time that a dashboard shows, in the shop's own days. */
import { shopDate } from '@/base/time'
import type { Span } from '../frame/span'

export const presets = ['week', 'month', 'quarter', 'year'] as const
export type Preset = (typeof presets)[number]
export type By = 'day' | 'week' | 'month'

const MINUTE = 60_000
const DAY = 86_400_000
const DAYS = { week: 7, month: 30, quarter: 90 }
/** More pieces than these are too thin to look at. */
const MOST_DAYS = 100
const MOST_WEEKS = 30

/** The end of the shop's day in which a moment falls. `offset`: how far its days begin from UTC, in minutes. */
export function endOfDay(at: number, offset: number): number {
  return (Math.floor((at + offset * MINUTE) / DAY) + 1) * DAY - offset * MINUTE
}

/** The last days, or the last twelve calendar months, before `end`, which is the end of a day. */
export function spanOf(preset: Preset, end: number, offset: number): { since: number; until: number } {
  if (preset !== 'year') return { since: end - DAYS[preset] * DAY, until: end }
  const last = new Date(end - DAY + offset * MINUTE)
  return { since: Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - 11, 1) - offset * MINUTE, until: end }
}

/** How it is cut, if nobody says so. */
export function usualBy(days: number): By {
  return days <= MOST_DAYS ? 'day' : days <= MOST_WEEKS * 7 ? 'week' : 'month'
}

/** The days of a stretch of time, at least one. */
export function daysOf(span: Required<Span>): number {
  return Math.max(1, Math.round((Date.parse(span.until) - Date.parse(span.since)) / DAY))
}

/** A piece's name: the day or the month that it is in the shop, whatever day it is where it is read. */
export function pieceName(since: string, by: By, offset: number): string {
  const options: Intl.DateTimeFormatOptions = by === 'month' ? { year: 'numeric', month: 'short' } : { month: 'short', day: 'numeric' }
  return shopDate(since, offset, options)
}

/** A day of the shop, with its year. */
export function dayName(at: string | number, offset: number): string {
  return shopDate(at, offset, { year: 'numeric', month: 'short', day: 'numeric' })
}
