/** Reasons that this program stores for people: codes, with what somebody added after a colon. Each reader has them in words. */
import { words } from './words'

const t = words({
  zh: { unwanted: '不想要了', broken: '质量问题', wrong: '发错货', late: '未收到货', other: '其他', freight: '运费随最后一件商品退回', setup: '开店设置时的第一位推广者' },
  en: { unwanted: 'No longer wanted', broken: 'Broken or faulty', wrong: 'Wrong item sent', late: 'Never arrived', other: 'Other', freight: 'Shipping, with the last of its items', setup: 'First promoter, set up with the shop' },
})

/** Why goods go back. */
export const RETURNS = ['unwanted', 'broken', 'wrong', 'late', 'other'] as const
/** Why a rank was given as the shop was set up. */
export const AT_SETUP = 'setup'

/** A reason as it is stored. */
export function coded(code: string, more = ''): string {
  return more ? `${code}: ${more}` : code
}

/** A stored reason in the reader's language; one that somebody wrote stays as it is. */
export function reasonSaid(stored: string): string {
  const [, code = '', more = ''] = /^([a-z]+)(?:: ([\s\S]+))?$/.exec(stored) ?? []
  if (!Object.hasOwn(known, code)) return stored
  const said = t[code as keyof typeof known]
  if (!more) return said
  return code === 'other' ? more : `${said} · ${more}`
}

const known = { unwanted: 0, broken: 0, wrong: 0, late: 0, other: 0, freight: 0, setup: 0 }
