/** What is made of the figures of a report. Parts and rates are millionths; money is minor units. */
import type { Schema } from '@/api'

export type Figures = Schema['ReportFigures']

export const WHOLE = 1_000_000

/** A part of a whole; nothing of nothing. */
export function part(of: number, whole: number): number | null {
  return whole > 0 ? Math.round((of / whole) * WHOLE) : null
}

/** By what part something grew; nothing if there was none before. */
export function growth(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / Math.abs(before)) * WHOLE)
}

/** To a tenth of a percent: what one can still look at. */
export function rounded(millionths: number): number {
  return Math.round(millionths / 1_000) * 1_000 || 0
}

/** What sales are the product of: people, how often each bought, for how much each time. */
export interface Factors {
  buyers: number
  /** Orders per buyer. */
  often: number
  /** Minor units per order. */
  spend: number
}

export function factors(of: Figures): Factors {
  return {
    buyers: of.buyers,
    often: of.buyers > 0 ? of.orders / of.buyers : 0,
    spend: of.orders > 0 ? of.gmv / of.orders : 0,
  }
}

/** A step of a waterfall: what it takes away or leaves, from where to where it reaches. */
export interface Step {
  key: 'gmv' | 'refunds' | 'cost' | 'rewards' | 'margin'
  amount: number
  from: number
  to: number
  /** Of `unit`, in minor units: what becomes of each yuan. */
  each: number
}

/** Where each `unit` of sales goes; what is left takes the rounding, so that the parts add up. */
export function waterfall(of: Figures, unit: number): Step[] {
  const each = (amount: number) => (of.gmv > 0 ? Math.round((amount * unit) / of.gmv) : 0)
  const taken = (['refunds', 'cost', 'rewards'] as const).map((key) => ({ key, amount: of[key] }))
  let left = of.gmv
  const steps: Step[] = [{ key: 'gmv', amount: of.gmv, from: 0, to: of.gmv, each: unit }]
  for (const { key, amount } of taken) {
    steps.push({ key, amount: -amount, from: left - amount, to: left, each: -each(amount) })
    left -= amount
  }
  const rest = unit - taken.reduce((sum, { amount }) => sum + each(amount), 0)
  steps.push({ key: 'margin', amount: of.margin, from: 0, to: left, each: rest })
  return steps
}
