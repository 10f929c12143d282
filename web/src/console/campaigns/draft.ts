import type { Schema } from '@/api'
import type { Span } from '../frame/span'

/** A campaign as its form holds it. */
export interface Draft {
  title: string
  way: 'collect' | 'code' | 'staff'
  code: string
  kind: 'off' | 'share'
  amount: number | null
  percent: number
  least: number | null
  scope: 'everything' | 'categories' | 'products'
  categories: string[]
  products: string[]
  newcomers: boolean
  rank: string
  giving: Span
  valid: 'days' | 'until'
  days: number
  until: Span
  perMember: number
  pieces: number | null
  money: number | null
}

export const empty = (): Draft => ({
  title: '', way: 'collect', code: '', kind: 'off', amount: null, percent: 10, least: null, scope: 'everything', categories: [], products: [], newcomers: false, rank: '',
  giving: {}, valid: 'days', days: 7, until: {}, perMember: 1, pieces: 100, money: null,
})

/** Whether all is there that a campaign needs. */
export function isWhole(draft: Draft): boolean {
  const hasCode = draft.way !== 'code' || draft.code.trim().length >= 4
  const hasGoods = draft.scope === 'everything' || draft[draft.scope].length > 0
  const hasEnd = draft.valid === 'days' || Boolean(draft.until.until)
  return draft.title.trim() !== '' && hasCode && Boolean(draft.amount) && hasGoods && hasEnd && (draft.pieces !== null || draft.money !== null)
}

/** A day of a span as the API takes it: today is now. */
const from = (at: string | undefined, now: number) => (at && Date.parse(at) > now ? at : null)

/** What the form sends. */
export function bodyOf(draft: Draft, now: number): Schema['CampaignBody'] {
  const { title, way, code, kind, amount, percent, least, scope, newcomers, rank, giving, valid, days, until, perMember, pieces, money } = draft
  return {
    title: title.trim(),
    way,
    code: way === 'code' ? code.trim() : null,
    bearer: 'shop',
    rules: {
      amount: amount ?? 0,
      rate: kind === 'share' ? Math.round(percent * 10_000) : null,
      least: least ?? 0,
      products: scope === 'products' ? draft.products : [],
      categories: scope === 'categories' ? draft.categories : [],
      newcomers,
      rank: rank || null,
    },
    opens_at: from(giving.since, now),
    closes_at: giving.until ?? null,
    valid_from: valid === 'until' ? from(until.since, now) : null,
    valid_until: valid === 'until' ? (until.until ?? null) : null,
    valid_days: valid === 'days' ? days : null,
    per_member: perMember,
    pieces,
    money,
  }
}

/** 8.75 for 12.5 percent off. */
export const fold = (percent: number) => String(Math.round((100 - percent) * 100) / 1000)
