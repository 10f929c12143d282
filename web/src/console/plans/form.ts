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
export const sums = ['own_sales', 'team_sales', 'lesser_legs', 'own_purchases', 'top_up'] as const
export const names = ['package', 'course'] as const
/** `legs` of a rank; `heads` are `legs` whose heads have sold enough. */
export const conditions = [...sums.slice(0, 3), ...counts, ...sums.slice(3), ...names, 'legs', 'heads', 'held'] as const
export type ConditionKind = (typeof conditions)[number]

export interface Condition {
  kind: ConditionKind
  /** For `held`, the months. */
  value: string
  /** The rank of `legs` and `held`. */
  rank: string
  /** What else: `leg_at_most` beside `team_sales`, what the heads of `heads` sold, `of` of `held`. */
  more: string
  /** Empty: ever. */
  within: string
}

/** Which conditions ask for a rank, and which for something more. */
export const hasRank = (kind: ConditionKind) => kind === 'legs' || kind === 'held'
export const hasMore = (kind: ConditionKind): kind is 'team_sales' | 'heads' | 'held' => kind === 'team_sales' || kind === 'heads' || kind === 'held'

export interface Conditions {
  how: 'manual' | 'all' | 'any'
  list: Condition[]
}

/** Whether a condition has a window of time. */
export const hasWithin = (kind: ConditionKind) => kind !== 'legs' && kind !== 'held' && kind !== 'course'

/** The plain values of a table that has no other keys than these; `null` if it is none. */
function only(value: TomlValue | undefined, ...keys: string[]): Record<string, string> | null {
  if (!isTable(value) || Object.keys(value).some((one) => !keys.includes(one))) return null
  const read = keys.map((key) => [key, typed(value[key])] as const)
  return read.every(([, text]) => text !== null) ? Object.fromEntries(read) as Record<string, string> : null
}

function readTable(table: TomlValue): Condition[] | null {
  if (!isTable(table)) return null
  const [within, limit] = [typed(table.within), typed(table.leg_at_most)]
  const found: Condition[] = []
  for (const [key, value] of Object.entries(table)) {
    if (key === 'within' || key === 'leg_at_most') continue
    const kind = conditions.find((one) => one === key)
    if (!kind || within === null || limit === null) return null
    if (kind === 'legs') {
      const [of, heads] = [only(value, 'rank', 'count'), only(value, 'own_sales', 'count')]
      if (of) found.push({ kind, value: of.count ?? '', rank: of.rank ?? '', more: '', within: '' })
      else if (heads) found.push({ kind: 'heads', value: heads.count ?? '', rank: '', more: heads.own_sales ?? '', within })
      else return null
    } else if (kind === 'held') {
      const held = only(value, 'rank', 'months', 'of')
      if (!held) return null
      found.push({ kind, value: held.months ?? '', rank: held.rank ?? '', more: held.of ?? '', within: '' })
    } else {
      const text = typed(value)
      if (text === null) return null
      found.push({ kind, value: text, rank: '', more: kind === 'team_sales' ? limit : '', within: hasWithin(kind) ? within : '' })
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

/** One condition without its window. */
function said({ kind, value, rank, more }: Condition): string {
  const [text, also] = [value.trim(), more.trim()]
  switch (kind) {
    case 'legs': return `legs = { rank = ${quoted(rank)}, count = ${numbered(text)} }`
    case 'heads': return `legs = { own_sales = ${quoted(also)}, count = ${numbered(text)} }`
    case 'held': return `held = { rank = ${quoted(rank)}, months = ${numbered(text)}${also ? `, of = ${numbered(also)}` : ''} }`
    case 'team_sales': return `team_sales = ${quoted(text)}${also ? `, leg_at_most = ${rated(also)}` : ''}`
    default: return `${kind} = ${counts.some((one) => one === kind) ? numbered(text) : quoted(text)}`
  }
}

/** As they are to be written: conditions without a value are left out; empty if nothing is left. */
export function writeConditions({ how, list }: Conditions): string {
  const isWhole = (one: Condition) => one.value.trim() && (!hasRank(one.kind) || one.rank) && (one.kind !== 'heads' || one.more.trim())
  const whole = how === 'manual' ? [] : list.filter(isWhole)
  const tables = whole.map((one) => {
    const written = said(one)
    return `{ ${written}${one.within.trim() && hasWithin(one.kind) ? `, within = ${quoted(one.within.trim())}` : ''} }`
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

export const pays = ['rate', 'product', 'levels', 'ranks', 'table', 'brackets', 'amount', 'amounts', 'coupon', 'points'] as const
export type PayKind = (typeof pays)[number]

export interface Pay {
  kind: PayKind
  /** One value, or for `levels` one for each; for `brackets`, `0.00 = 3%, 5000.00 = 6%`. */
  value: string
  /** For `ranks` and `amounts`: each rank's; for `table`, one for each level. For `brackets`: `by`, `within`, `marginal`. */
  rates: Record<string, string>
}

/** Whether each rank has a value of its own. */
export const isByRank = (kind: PayKind): kind is 'ranks' | 'table' | 'amounts' => kind === 'ranks' || kind === 'table' || kind === 'amounts'

/** The keys that say how much: exactly one of them stands in a reward. */
export const payKeys = ['rate', 'rates', 'amount', 'amounts', 'coupon', 'points'] as const

/** The brackets of sales that rates go by; `null` if there are none. */
function readBrackets(value: Table): Pay | null {
  const { by, within, marginal, from, ...rest } = value
  if (!isTable(from) || Object.keys(rest).length) return null
  const group = isTable(by) && Object.keys(by).length === 1 ? typed(by.group) : null
  const of = group === null ? typed(by) : `group ${group}`
  const back = typed(within)
  const list = Object.entries(from).map(([start, rate]) => [start, typed(rate)] as const)
  if (of === null || back === null || (marginal !== undefined && typeof marginal !== 'boolean') || list.some(([, rate]) => rate === null)) return null
  return { kind: 'brackets', value: list.map(([start, rate]) => `${start} = ${rate}`).join(', '), rates: { by: of, within: back, marginal: marginal ? 'true' : '' } }
}

/** Rates or amounts of ranks, one or a list for each. */
function readRanks(kind: 'ranks' | 'amounts', value: Table): Pay | null {
  const lists = Object.entries(value).map(([rank, one]) => [rank, Array.isArray(one) ? one.map(typed) : [typed(one)], Array.isArray(one)] as const)
  const isTableOfLevels = lists.some(([, , isList]) => isList)
  if (lists.some(([, list, isList]) => list.includes(null) || isList !== isTableOfLevels) || (isTableOfLevels && kind === 'amounts')) return null
  return { kind: isTableOfLevels ? 'table' : kind, value: '', rates: Object.fromEntries(lists.map(([rank, list]) => [rank, list.join(', ')])) }
}

export function readPay(values: Partial<Record<(typeof payKeys)[number], TomlValue>>): Pay | null {
  const keys = payKeys.filter((key) => values[key] !== undefined)
  const key = keys[0] ?? 'rate'
  const value = values[key]
  if (keys.length > 1) return null
  if (key === 'rates' && Array.isArray(value)) {
    const list = value.map(typed)
    return list.includes(null) ? null : { kind: 'levels', value: list.join(', '), rates: {} }
  }
  if (key === 'rates' || key === 'amounts') {
    if (!isTable(value)) return null
    return key === 'rates' && 'from' in value ? readBrackets(value) : readRanks(key === 'rates' ? 'ranks' : 'amounts', value)
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
  if (kind === 'levels') return ['rates', levels(text)]
  if (kind === 'points') return ['points', numbered(text)]
  if (kind === 'brackets') return ['rates', writeBrackets(text, rates)]
  if (!isByRank(kind)) return [kind, quoted(text)]
  const list = Object.entries(rates).filter(([, rate]) => rate.trim())
  const one = { ranks: rated, table: levels, amounts: quoted }[kind]
  return [kind === 'amounts' ? 'amounts' : 'rates', `{ ${list.map(([rank, rate]) => `${bare(rank)} = ${one(rate.trim())}`).join(', ')} }`]
}

const levels = (text: string) => `[${text.split(/[,，]/).map((one) => rated(one.trim())).join(', ')}]`
const bare = (rank: string) => (/^[A-Za-z0-9_-]+$/.test(rank) ? rank : quoted(rank))

function writeBrackets(text: string, { by = '', within = '', marginal = '' }: Record<string, string>): string {
  const from = text.split(/[,，]/).map((one) => one.split('=').map((part) => part.trim())).map(([start = '', rate = '']) => `${quoted(start)} = ${rated(rate)}`)
  const group = /^group (.*)$/.exec(by)?.[1]
  const keys = [
    by && `by = ${group === undefined ? quoted(by) : `{ group = ${quoted(group)} }`}`,
    within.trim() && `within = ${quoted(within.trim())}`,
    marginal && 'marginal = true',
    `from = { ${from.join(', ')} }`,
  ]
  return `{ ${keys.filter(Boolean).join(', ')} }`
}

// How legs are paired

export const ratios = ['1:1', '2:1', '3:1'] as const
export interface Pair {
  unit: string
  steps: string
  ratio: string
  carry: string
  idle: string
  expires: string
}

export function readPair(value: TomlValue | undefined): Pair | null {
  const plain: Pair = { unit: '', steps: '', ratio: '', carry: '', idle: '', expires: '' }
  if (value === undefined) return plain
  if (!isTable(value)) return null
  const { steps, ...rest } = value
  const list = steps === undefined ? [] : Array.isArray(steps) ? steps.map(typed) : [null]
  const read = only(rest, 'unit', 'ratio', 'carry', 'idle', 'expires')
  return read && !list.includes(null) ? { ...plain, ...read, steps: list.join(', ') } : null
}

export function writePair({ unit, steps, ratio, carry, idle, expires }: Pair): string {
  const list = steps.split(/[,，]/).map((one) => one.trim()).filter(Boolean)
  const keys = [
    unit.trim() && `unit = ${quoted(unit.trim())}`,
    list.length && `steps = [${list.map(quoted).join(', ')}]`,
    ratio && `ratio = ${quoted(ratio)}`,
    carry.trim() && `carry = ${quoted(carry.trim())}`,
    idle && `idle = ${quoted(idle)}`,
    expires.trim() && `expires = ${numbered(expires.trim())}`,
  ].filter(Boolean)
  return keys.length ? `{ ${keys.join(', ')} }` : ''
}
