import type { Schema } from '@/api'

/** A lead list to make, as it is typed; no category is an empty text. */
export interface Leads {
  name: string
  kind: 'friend_request' | 'call'
  accounts: string[]
  bought_days: number
  category: string
  least: number | null
  rest_days: number
  days: number
  wordings: string[]
}

export const newLeads = (): Leads => ({ name: '', kind: 'friend_request', accounts: [], bought_days: 90, category: '', least: null, rest_days: 30, days: 14, wordings: [''] })

/** Which buyers are wanted, as the API asks for them. */
export const choiceOf = ({ kind, bought_days, category, least, rest_days }: Leads) => ({ kind, bought_days, category: category || undefined, least: least ?? 0, rest_days })

/** Touches of all plans of a list. */
export const sum = (plans: Schema['TouchPlanView'][], state: 'reserved' | 'spent' | 'given_back') => plans.reduce((all, plan) => all + plan[state], 0)

/** Why people were left out, and how many; those that are none are not told. */
export const reasons = ['said_no', 'gone', 'open_case', 'minor', 'no_phone', 'friend', 'touched'] as const
export const leftOut = (out: Schema['LeftOut']) => reasons.map((reason) => ({ reason, people: out[reason] })).filter((one) => one.people > 0)
