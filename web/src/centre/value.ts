/** What rewards and accounts are measured in. */
import { count, money } from '@/base/money'
import { capital, lang, say, type Words } from '@/base/words'
import { t } from './words'

/** A reward's amount, written out: money, a coupon at its face value, or points. */
export function written(amount: number, unit: string): string {
  if (unit === 'points') return t.points(count(amount))
  return unit === 'coupon' ? t.coupon(money(amount)) : money(amount)
}

/** What came in or went out of an account, with its sign. */
export function moved(amount: number, account: string): string {
  const text = account.startsWith('points') ? t.points(count(amount)) : money(amount)
  return amount > 0 ? `+${text}` : text
}

/** How far something has come, from 0 to 1. Negative sums are nothing yet. */
export function share(has: number, needs: number): number {
  return needs <= 0 ? 1 : Math.min(1, Math.max(0, has / needs))
}

/** A text of the plan's that stands alone: names between backticks become plain words, and it begins with a capital. */
export function sentence(text: Words): string {
  return capital(say(text).replaceAll('`', ''))
}

const toYou: [RegExp, string][] = [
  [/\bthe promoter has\b/g, 'you have'],
  [/\bthe promoter's\b/g, 'your'],
  [/\bthe promoter\b/g, 'you'],
]

/** A condition of the plan's, which speaks of promoters, said to the one who reads it. */
export function toMe(text: Words): string {
  const en = toYou.reduce((told, [of, you]) => told.replace(of, you), text.en)
  return sentence(lang.value === 'zh' ? { ...text, zh: text.zh.replace(/其(?=推荐|名下)/g, '你').replaceAll('本人', '你本人') } : { ...text, en })
}
