import type { Schema } from '@/api'
import { clock } from '../touches/hours'
import { t } from './words'

export type Shift = Schema['Shift']
export interface Turn { account: string; most: number; shifts: Shift[] }
/** A channel as it is typed; no operator is an empty text. */
export interface Draft { name: string; kind: Schema['Source']; operator: string; accounts: Turn[]; fallback: string; welcomes: Schema['Welcome'][]; cost: number | null; reason: string }

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7]
const MINUTES = 1_440

export const newDraft = (): Draft => ({ name: '', kind: 'parcel', operator: '', accounts: [], fallback: '', welcomes: [], cost: 0, reason: '' })
export const newTurn = (account: string): Turn => ({ account, most: 50, shifts: [] })
export const newShift = (): Shift => ({ days: [...ALL_DAYS], from: 9 * 60, to: 18 * 60 })

/** A channel that is there, to be changed. */
export const draftOf = (one: Schema['ChannelDetail']): Draft => structuredClone({
  name: one.name, kind: one.kind, operator: one.operator, fallback: one.fallback, welcomes: one.welcomes, cost: one.cost, reason: '',
  accounts: one.accounts.map(({ id, most, shifts }) => ({ account: id, most, shifts })),
})

export const bodyOf = ({ name, kind, operator, accounts, fallback, welcomes, cost }: Draft): Schema['ChannelBody'] =>
  ({ name: name.trim(), kind, operator: operator || null, accounts, fallback, welcomes: welcomes.map((one) => ({ ...one, text: one.text.trim() })), cost: cost ?? 0 })

const isShift = (one: Shift) => one.days.length > 0 && one.from !== one.to
export const isWhole = (draft: Draft) =>
  draft.name.trim() !== '' && draft.fallback !== '' && draft.cost !== null
  && draft.accounts.every((one) => one.account !== '' && one.shifts.every(isShift))
  && draft.welcomes.every((one) => one.text.trim() !== '') && new Set(draft.welcomes.map((one) => one.from)).size === draft.welcomes.length

/** A shift in words: days and hours. */
export function shiftSaid({ days, from, to }: Shift): string {
  const sorted = [...days].sort((a, b) => a - b)
  const on = sorted.length === 7 ? t.everyDay : t.dayList(sorted.map(t.day).join(t.dayJoin))
  return `${on} ${t.span(clock(from), to <= from ? t.nextDay(clock(to)) : clock(to))}`
}

/** A stretch of the week in words; minutes are counted from Monday on. */
export function gapSaid({ from, to }: Schema['Gap']): string {
  const day = (minute: number) => Math.floor(minute / MINUTES) + 1
  const last = to - 1
  const end = to % MINUTES === 0 ? '24:00' : clock(to % MINUTES)
  const begin = `${t.dayLong(day(from))} ${clock(from % MINUTES)}`
  return t.span(begin, day(from) === day(last) ? end : ` ${t.dayLong(day(last))} ${end}`.trimStart())
}
