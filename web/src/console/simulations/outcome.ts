/** What a run came to, written for people. Shares are millionths; money is minor units of the plan's own currency. */
import type { Schema } from '@/api'
import { count, money, percent, type Currency } from '@/base/money'
import { say } from '@/base/words'
import { rounded, WHOLE } from '../dashboard/figures'
import type { Mood } from '../frame/state'
import { t } from './words'

export type Run = Schema['SimulationFull']
export type Row = Schema['Simulation']
export type Outcome = Schema['SimulationOutcome']
export type Band = Schema['SimulationBand']

/** One plan in one run, under the name that tells it from those beside it. */
export interface Case {
  name: string
  outcome: Outcome
}

export const currencyOf = (one: Outcome): Currency => ({ code: one.currency, digits: one.digits })

/** A figure as people read it. */
export function written(figure: number, unit: string, of: Currency): string {
  if (unit === 'money') return money(figure, of)
  return unit === 'share' ? percent(rounded(figure)) : count(figure)
}

/** From where to where nine runs in ten lie; nothing if all of them agree. */
export function spread(band: Band, unit: string, of: Currency, said: (low: string, high: string) => string = t.between): string {
  const [low, high] = [written(band.low, unit, of), written(band.high, unit, of)]
  return low === high ? '' : said(low, high)
}

export const figure = (one: Outcome, key: string) => one.figures.find((found) => found.key === key)

/** What a share is of a hundred sold, both in minor units. */
export function ofHundred(share: number, of: Currency): { sold: number; paid: number } {
  const sold = 100 * 10 ** of.digits
  return { sold, paid: Math.round((share * sold) / WHOLE) }
}

/** Money is laid beside money of the same currency only. */
export const isOneCurrency = (cases: Case[]) => new Set(cases.map((one) => one.outcome.currency)).size < 2

/** So many simulations are laid side by side at most. */
export const MOST_COMPARED = 4

/** Whether it may still change by itself. */
export const isOpen = (row: Pick<Row, 'state'>) => row.state === 'waiting' || row.state === 'running'

const moods: Record<string, Mood> = { waiting: 'quiet', running: 'warn', done: 'good', cancelled: 'quiet', failed: 'bad' }
export const stateMood = (state: string): Mood => moods[state] ?? 'quiet'

const verdicts: Record<string, Mood> = { refused: 'bad', needs_review: 'warn', no_finding: 'quiet' }
export const verdictMood = (verdict: string): Mood => verdicts[verdict] ?? 'quiet'

/** The plans of a run that is done, one or two; two of one name are told apart by their order. */
export function casesOf({ one, other }: Pick<Run, 'one' | 'other'>): Case[] {
  const outcomes = [one, other].filter((outcome) => !!outcome)
  const names = outcomes.map((outcome) => say(outcome.plan))
  const isTwice = new Set(names).size < names.length
  return outcomes.map((outcome, place) => ({ name: isTwice ? t.runOf(place + 1, names[place] ?? '') : (names[place] ?? ''), outcome }))
}
