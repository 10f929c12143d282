/** The rates of a plan, each where it stands in the text, so that a slider can change it and nothing else. */
import { payKeys, rated, readPay, typed, writePay, type Pay } from './form'
import { say, type Words } from '@/base/words'
import { parts, put, valueOf, type Part } from './toml'

/** One rate: of a reward, one of its levels, one of its ranks, or the limit of all rewards together. */
export interface Rate {
  /** Tells it from every other rate of the plan. */
  key: string
  /** What the plan calls the reward. */
  title: string
  /** The level, counted from 1, or the rank's title. */
  part: { level: number } | { rank: string } | null
  kind: 'reward' | 'limit'
  /** In percent. */
  value: number
}

const number = (text: string) => (/^\d+(\.\d+)?\s*%?$/.test(text.trim()) ? parseFloat(text) : null)

function titleOf(text: string, part: Part): string {
  const title = valueOf(text, part, 'title')
  const words = typeof title === 'string' ? title : say(title as Partial<Words> as Words | undefined)
  return words || (typed(valueOf(text, part, 'id')) ?? '')
}

const payOf = (text: string, part: Part) => readPay(Object.fromEntries(payKeys.map((key) => [key, valueOf(text, part, key)])))

/** A reward's rates: one for each level or rank. */
function ofReward(text: string, part: Part, place: number, ranks: Map<string, string>): Rate[] {
  const pay = payOf(text, part)
  const title = titleOf(text, part)
  const one = (key: string, value: string, at: Rate['part']): Rate[] => {
    const found = number(value)
    return found === null ? [] : [{ key: `reward ${place} ${key}`, title, part: at, kind: 'reward', value: found }]
  }
  if (pay?.kind === 'rate') return one('', pay.value, null)
  if (pay?.kind === 'levels') return pay.value.split(',').flatMap((value, at) => one(String(at), value, { level: at + 1 }))
  if (pay?.kind === 'ranks') return Object.entries(pay.rates).flatMap(([rank, value]) => one(rank, value, { rank: ranks.get(rank) ?? rank }))
  return []
}

/** Every rate of a plan that is written as one, in the order of the text; the limit last. */
export function ratesOf(text: string): Rate[] {
  const all = parts(text) ?? []
  const ranks = new Map(all.filter((part) => part.name === 'rank').map((part) => [typed(valueOf(text, part, 'id')) ?? '', titleOf(text, part)]))
  const rewards = all.filter((part) => part.name === 'reward').flatMap((part, place) => ofReward(text, part, place, ranks))
  const limit = number(typed(valueOf(text, all.find((part) => part.name === 'limits'), 'payout')) ?? '')
  return limit === null ? rewards : [...rewards, { key: 'limit', title: '', part: null, kind: 'limit', value: limit }]
}

/** Another value for a rate, in percent. */
export function withRate(text: string, key: string, value: number): string {
  const all = parts(text) ?? []
  const [name = '', place = '', inside = ''] = key.split(' ')
  const part = name === 'limit' ? all.find((one) => one.name === 'limits') : all.filter((one) => one.name === 'reward')[Number(place)]
  if (!part) return text
  const percent = `${value}%`
  if (name === 'limit') return put(text, part, 'payout', rated(percent))
  const pay = payOf(text, part)
  if (!pay) return text
  return put(text, part, ...writePay(changed(pay, inside, percent)))
}

function changed(pay: Pay, inside: string, percent: string): Pay {
  if (pay.kind === 'levels') return { ...pay, value: pay.value.split(',').map((one, at) => (String(at) === inside ? percent : one.trim())).join(', ') }
  if (pay.kind === 'ranks') return { ...pay, rates: { ...pay.rates, [inside]: percent } }
  return { ...pay, value: percent }
}

/** Where a slider ends: twice the rate, at least ten percent, never above all of it. */
export const highest = (value: number) => Math.min(100, Math.max(10, Math.ceil(value * 2)))
