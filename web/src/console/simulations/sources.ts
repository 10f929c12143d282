/**
 * Plans to choose from, by name: those that a draft can begin from (`version-3`, `ready-wanwu`), drafts as they are in this browser
 * (`draft-version-3`), and the texts of an earlier run (`run-one`, `run-other`).
 */
import type { Schema } from '@/api'
import { shop } from '@/base/shop'
import { say } from '@/base/words'
import { drafts, kept } from '../plans/draft'
import { origin, originWord, type Ready } from '../plans/origin'
import { t as plans } from '../plans/words'
import type { Run } from './outcome'
import { t } from './words'

const DRAFT = 'draft-'

export interface Sources {
  /** The plans of the shop; `null` as long as they have not come, when there is only the one in force. */
  lists: { versions: Schema['PlanVersion'][]; ready: Ready[] } | null
  /** The run that is run again. */
  earlier: Run | null
}

export interface Group {
  title: string
  options: { name: string; text: string }[]
}

/** The name of what is in force. */
export const inForce = () => `version-${shop.value?.plan.version ?? 1}`

/** All that can be chosen; groups without anything are left out. */
export function groups({ lists, earlier }: Sources): Group[] {
  const ready = lists?.ready ?? []
  const active = shop.value ? [{ ...shop.value.plan, state: 'active' }] : []
  const version = (one: Pick<Schema['PlanVersion'], 'version' | 'title' | 'state'>) => [plans.version(one.version), say(one.title), one.state === 'active' && t.inForce].filter(Boolean).join(' · ')
  const ofRun = earlier ? [
    { name: 'run-one', text: t.ofRun(say(earlier.plan)) },
    ...(earlier.against_source ? [{ name: 'run-other', text: t.ofRun(say(earlier.against)) }] : []),
  ] : []
  return [
    { title: t.planGroups.earlier, options: ofRun },
    { title: t.planGroups.drafts, options: drafts().map((one) => ({ name: DRAFT + one.from, text: t.draftOf(originWord(one.from, ready)) })) },
    { title: t.planGroups.versions, options: (lists?.versions ?? active).map((one) => ({ name: `version-${one.version}`, text: version(one) })) },
    { title: t.planGroups.ready, options: ready.map((one) => ({ name: `ready-${one.id}`, text: say(one.title) })) },
  ].filter((group) => group.options.length > 0)
}

/** What the studio hands over: the draft, or what it began from if nothing was changed. */
export const handed = (from: string) => (kept(from) ? DRAFT + from : from)

/** Where its text can be looked at and changed; nothing for a text that is nowhere but in its run. */
export const studio = (name: string) => (name.startsWith('run-') ? '' : `/plans/studio/${encodeURIComponent(name.replace(DRAFT, ''))}`)

/** Its text; `null` if it is gone. */
export async function textOf(name: string, earlier: Run | null): Promise<string | null> {
  if (name === 'run-one') return earlier?.source ?? null
  if (name === 'run-other') return earlier?.against_source ?? null
  if (name.startsWith(DRAFT)) return kept(name.slice(DRAFT.length))?.text ?? null
  return origin(name)
}
