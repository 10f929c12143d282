import type { Schema } from '@/api'
import { count, money } from '@/base/money'
import { t } from './freightWords'

/** Freight templates as a form holds them: every rate has its numbers, also where nothing is sent. */
export type Unit = 'weight' | 'pieces'
export interface Rate { sends: boolean; first: number; first_price: number | null; next: number; next_price: number | null; free_amount: number | null; free_pieces: number | null }
export interface Zone { regions: string[]; rate: Rate }
export interface Draft { title: string; unit: Unit; zones: Zone[]; elsewhere: Rate }

export const unitOf = (word: string): Unit => (word === 'pieces' ? 'pieces' : 'weight')

export const usual = (unit: Unit): Rate => ({ sends: true, first: unit === 'weight' ? 1000 : 1, first_price: null, next: unit === 'weight' ? 1000 : 1, next_price: null, free_amount: null, free_pieces: null })

const held = (rate: Schema['RateBody'] | null | undefined, unit: Unit): Rate =>
  rate ? { ...rate, sends: true, free_amount: rate.free_amount ?? null, free_pieces: rate.free_pieces ?? null } : { ...usual(unit), sends: false }

/** A template as a form begins with it. */
export function draftOf(template: Schema['FreightView']): Draft {
  const unit = unitOf(template.unit)
  const zones = template.zones.map((zone) => ({ regions: [...zone.regions], rate: held(zone.rate, unit) }))
  return { title: template.title, unit, zones, elsewhere: held(template.elsewhere, unit) }
}

const sent = ({ sends, first_price, next_price, ...rest }: Rate): Schema['RateBody'] | null =>
  sends ? { ...rest, first_price: first_price ?? 0, next_price: next_price ?? 0 } : null

/** What a form sends. */
export function bodyOf(draft: Draft): Schema['FreightBody'] {
  const zones = draft.zones.map((zone) => ({ regions: zone.regions, rate: sent(zone.rate) }))
  return { title: draft.title.trim(), unit: draft.unit, zones, elsewhere: sent(draft.elsewhere) }
}

export const isWhole = (rate: Rate) => !rate.sends || (rate.first_price !== null && rate.next_price !== null)

/** A rate in words. */
export function rateSaid(rate: Schema['RateBody'] | null | undefined, unit: Unit): string {
  if (!rate) return t.notServed
  if (!rate.first_price && !rate.next_price) return t.free
  const units = t.saidUnits[unit]
  const said = [t.said(units(count(rate.first)), money(rate.first_price), units(count(rate.next)), money(rate.next_price))]
  if (rate.free_amount) said.push(t.saidFreeAmount(money(rate.free_amount)))
  if (rate.free_pieces) said.push(t.saidFreePieces(count(rate.free_pieces)))
  return t.list(said)
}
