/** How old a rule pack's reading of the law is, and whether somebody has to do something about it. */
import { words } from '@/base/words'

const DAY = 86_400_000
/** Days after which a reading is old; `banyan_law::OLD_AFTER` is the same. */
const OLD_AFTER = 365

const t = words({
  zh: {
    read: (day: string, days: number) => `按 ${day} 的法律文本，${days === 0 ? '就在今天' : `距今 ${days} 天`}`,
    old: '法律文本已超过一年：请把 Banyan 升级到带有新版规则包的版本；发布方案之前，请律师核对此后法律有无变化。',
  },
  en: {
    read: (day: string, days: number) => `reads the law as of ${day}, ${days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`}`,
    old: 'This reading of the law is more than a year old. Update Banyan to a version with a newer edition of the rule pack, and have a lawyer check what has changed since before you publish a plan.',
  },
})

const daysSince = (asOf: string, now: number) => Math.max(0, Math.floor((now - Date.parse(asOf)) / DAY))

export const isOld = (asOf: string, now = Date.now()) => daysSince(asOf, now) > OLD_AFTER
/** `reads the law as of 2026-11-29, 12 days ago` */
export const readAsOf = (asOf: string, now = Date.now()) => t.read(asOf, daysSince(asOf, now))
/** What to do, if any of these is old; otherwise nothing. */
export const oldHint = (packs: { as_of: string }[], now = Date.now()) => (packs.some((one) => isOld(one.as_of, now)) ? t.old : '')
