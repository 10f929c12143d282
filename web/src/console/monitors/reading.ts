/** A figure of a monitor, in words and as parts of a picture. */
import type { Schema } from '@/api'
import { percent } from '@/base/money'
import { t } from './words'

export type Reading = Schema['MonitorReading']

/** The one figure that has to stay above its limit. */
export const isFloor = (one: Reading) => one.kind === 'retail_share'

function written(one: Reading, figure: number): string {
  if (one.unit === 'levels') return t.levels(figure)
  if (one.unit === 'members') return t.members(figure)
  // To a tenth of a percent: a picture's precision.
  return percent(Math.round(figure / 1000) * 1000)
}

/** The figure, or a dash where nothing was there to be measured: its state says so in words. */
export function value(one: Reading): string {
  if (one.kind === 'plan_refused') return one.is_alarm ? t.refused : t.passes
  return one.value === null || one.value === undefined ? '—' : written(one, one.value)
}

/** Whether it keeps its limit, as `State` shows it. */
export function state(one: Reading): { word: string; mood: 'good' | 'bad' | 'quiet' } {
  if (one.is_alarm) return { word: t.alarm, mood: 'bad' }
  const isMeasured = one.kind === 'plan_refused' || (one.value !== null && one.value !== undefined)
  return isMeasured ? { word: t.good, mood: 'good' } : { word: t.nothing, mood: 'quiet' }
}

/** What it has to keep. */
export function limit(one: Reading): string {
  if (one.kind === 'plan_refused') return ''
  if (one.limit === 0) return t.nobody
  return isFloor(one) ? t.least(written(one, one.limit)) : t.most(written(one, one.limit))
}

/** Where figure and limit stand, of a hundred; `null` if there is nothing to draw. */
export function drawn(one: Reading): { value: number; limit: number } | null {
  if (one.value === null || one.value === undefined || one.limit === 0) return null
  const whole = isFloor(one) ? 1_000_000 : 0
  const full = Math.max(whole, one.limit * 1.5, one.value * 1.1)
  return { value: Math.min(100, (Math.max(0, one.value) / full) * 100), limit: (one.limit / full) * 100 }
}
