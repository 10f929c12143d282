/** How many people a group has, in words and as a share of its best size. */
import type { Schema } from '@/api'
import { count } from '@/base/money'
import { day } from '@/base/time'
import { t } from './words'

type Count = Schema['ChatCountView']

/** `180 people`, or that nobody counted. */
export const peopleText = (members: number | null | undefined) => (typeof members === 'number' ? t.people2(count(members)) : t.uncounted)

/** When and how they were counted. */
export const countText = (one: Count) => t.counted(day(one.at), t.ways[one.way])

/** Members per hundred of the upper end of the best size; nothing if nobody counted. */
export const fillOf = (members: number | null | undefined, best: number): number | null => (typeof members === 'number' ? Math.round((members * 100) / best) : null)
