/** Values of a plan that have a shape of their own, read for a form and written back. What a form cannot show is `null`. */
import type { TomlValue } from 'smol-toml'
import { quoted } from './toml'

type Table = { [key: string]: TomlValue }
const isTable = (value: TomlValue | undefined): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** A plain value as one types it; `null` if it is none. */
export function typed(value: TomlValue | undefined): string | null {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

/** A whole number as it is, anything else in quotes. */
export const numbered = (text: string) => (/^\d+$/.test(text) ? text : quoted(text))

/** `25` is meant as `25%`. */
export const rated = (text: string) => quoted(/^\d+(\.\d+)?$/.test(text) ? `${text}%` : text)

// Conditions of a rank

export const counts = ['direct_invites', 'team_size', 'direct_customers', 'own_orders'] as const
export const sums = ['own_sales', 'team_sales', 'own_purchases', 'top_up'] as const
export const names = ['package', 'course'] as const
export const conditions = [...sums.slice(0, 2), ...counts, ...sums.slice(2), ...names, 'legs'] as const
export type ConditionKind = (typeof conditions)[number]

export interface Condition {
  kind: ConditionKind
  value: string
  /** The rank of `legs`. */
  rank: string
  /** Empty: ever. */
  within: string
}

export interface Conditions {
  how: 'manual' | 'all' | 'any'
  list: Condition[]
}

/** Whether a condition has a window of time. */
export const hasWithin = (kind: ConditionKind) => kind !== 'legs' && kind !== 'course'

function readTable(table: TomlValue): Condition[] | null {
  if (!isTable(table)) return null
  const within = typed(table.within)
  const found: Condition[] = []
  for (const [key, value] of Object.entries(table)) {
    if (key === 'within') continue
    const kind = conditions.find((one) => one === key)
    if (!kind || within === null) return null
    if (kind === 'legs') {
      if (!isTable(value)) return null
      const [rank, count] = [typed(value.rank), typed(value.count)]
      if (rank === null || count === null || Object.keys(value).some((one) => one !== 'rank' && one !== 'count')) return null
      found.push({ kind, value: count, rank, within: '' })
    } else {
      const text = typed(value)
      if (text === null) return null
      found.push({ kind, value: text, rank: '', within: hasWithin(kind) ? within : '' })
    }
  }
  return found
}

/** What makes or keeps a rank. */
export function readConditions(value: TomlValue | undefined): Conditions | null {
  if (value === undefined || value === 'manual') return { how: 'manual', list: [] }
  if (!isTable(value)) return null
  for (const how of ['all', 'any'] as const) {
    const list = value[how]
    if (list === undefined) continue
    if (!Array.isArray(list) || Object.keys(value).length > 1) return null
    const tables = list.map(readTable)
    return tables.every((one) => one !== null) ? { how, list: tables.flat() } : null
  }
  const list = readTable(value)
  return list && { how: 'all', list }
}

/** As they are to be written: conditions without a value are left out; empty if nothing is left. */
export function writeConditions({ how, list }: Conditions): string {
  const whole = how === 'manual' ? [] : list.filter((one) => one.value.trim() && (one.kind !== 'legs' || one.rank))
  const tables = whole.map(({ kind, value, rank, within }) => {
    const text = value.trim()
    if (kind === 'legs') return `{ legs = { rank = ${quoted(rank)}, count = ${numbered(text)} } }`
    const written = counts.some((one) => one === kind) ? numbered(text) : quoted(text)
    return `{ ${kind} = ${written}${within.trim() && hasWithin(kind) ? `, within = ${quoted(within.trim())}` : ''} }`
  })
  if (tables.length < 2) return tables[0] ?? ''
  return `{ ${how} = [${tables.join(', ')}] }`
}

// To whom

export const targets = ['seller', 'buyer', 'upline', 'nearest', 'generation', 'differential', 'peer', 'pool', 'pairing'] as const
export type Target = (typeof targets)[number]

export interface To {
  kind: Target
  levels: string
  rank: string
  reward: string
  by: string
}

export function readTo(value: TomlValue | undefined): To | null {
  const plain: To = { kind: 'seller', levels: '', rank: '', reward: '', by: '' }
  const word = targets.find((one) => one === value)
  if (word && ['seller', 'buyer', 'differential', 'pairing'].includes(word)) return { ...plain, kind: word }
  if (!isTable(value)) return null
  const keys = Object.keys(value)
  const only = (...allowed: string[]) => keys.every((key) => allowed.includes(key))
  const text = (key: string) => typed(value[key]) ?? ''
  if ('upline' in value && only('upline')) return { ...plain, kind: 'upline', levels: text('upline') }
  if ('nearest' in value && only('nearest')) return { ...plain, kind: 'nearest', rank: text('nearest') }
  if ('generation' in value && only('generation', 'of')) return { ...plain, kind: 'generation', levels: text('generation'), rank: text('of') }
  if ('peer' in value && only('peer')) return { ...plain, kind: 'peer', reward: text('peer') }
  if ('pool' in value && only('pool', 'by')) return { ...plain, kind: 'pool', rank: text('pool'), by: text('by') }
  return null
}

export function writeTo({ kind, levels, rank, reward, by }: To): string {
  switch (kind) {
    case 'upline': return `{ upline = ${numbered(levels)} }`
    case 'nearest': return `{ nearest = ${quoted(rank)} }`
    case 'generation': return `{ generation = ${numbered(levels)}, of = ${quoted(rank)} }`
    case 'peer': return `{ peer = ${quoted(reward)} }`
    case 'pool': return `{ pool = ${quoted(rank)}${by ? `, by = ${quoted(by)}` : ''} }`
    default: return quoted(kind)
  }
}

// How much

export const pays = ['rate', 'product', 'levels', 'ranks', 'amount', 'coupon', 'points'] as const
export type PayKind = (typeof pays)[number]

export interface Pay {
  kind: PayKind
  /** One value, or for `levels` one for each. */
  value: string
  /** For `ranks`: each rank's rate. */
  rates: Record<string, string>
}

/** The keys that say how much: exactly one of them stands in a reward. */
export const payKeys = ['rate', 'rates', 'amount', 'coupon', 'points'] as const

export function readPay(values: Partial<Record<(typeof payKeys)[number], TomlValue>>): Pay | null {
  const keys = payKeys.filter((key) => values[key] !== undefined)
  const key = keys[0] ?? 'rate'
  const value = values[key]
  if (keys.length > 1) return null
  if (key === 'rates' && Array.isArray(value)) {
    const list = value.map(typed)
    return list.includes(null) ? null : { kind: 'levels', value: list.join(', '), rates: {} }
  }
  if (key === 'rates') {
    if (!isTable(value)) return null
    const rates = Object.entries(value).map(([rank, rate]) => [rank, typed(rate)] as const)
    return rates.some(([, rate]) => rate === null) ? null : { kind: 'ranks', value: '', rates: Object.fromEntries(rates.map(([rank, rate]) => [rank, rate ?? ''])) }
  }
  const text = typed(value)
  if (text === null) return null
  return { kind: key === 'rate' && text === 'product' ? 'product' : key, value: text, rates: {} }
}

/** The key and the value as it is to be written. */
export function writePay({ kind, value, rates }: Pay): [(typeof payKeys)[number], string] {
  const text = value.trim()
  if (kind === 'product') return ['rate', quoted('product')]
  if (kind === 'rate') return ['rate', rated(text)]
  if (kind === 'levels') return ['rates', `[${text.split(/[,，]/).map((one) => rated(one.trim())).join(', ')}]`]
  if (kind === 'points') return ['points', numbered(text)]
  if (kind !== 'ranks') return [kind, quoted(text)]
  const list = Object.entries(rates).filter(([, rate]) => rate.trim())
  const bare = (rank: string) => (/^[A-Za-z0-9_-]+$/.test(rank) ? rank : quoted(rank))
  return ['rates', `{ ${list.map(([rank, rate]) => `${bare(rank)} = ${rated(rate.trim())}`).join(', ')} }`]
}
