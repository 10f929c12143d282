import type { Schema } from '@/api'
import { lang } from '@/base/words'
import type { Mood } from '../frame/state'
import { t } from './words'

/** A rank's title; a plain customer without. */
export const rankWord = (rank: Schema['RankView'] | null | undefined) => rank?.[lang.value] ?? t.customer

export const stateMood = (state: string): Mood => (state === 'active' ? 'good' : state === 'frozen' ? 'bad' : 'quiet')
