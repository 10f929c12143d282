/** How versions and findings look, and which findings ask for something. */
import type { Schema } from '@/api'
import type { Mood } from '../frame/state'

export type Finding = Schema['LawFinding']
export type Checked = Schema['PlanChecked']

/** What a finding comes to: it refuses, somebody has to sign, a fact is missing, or it is worth knowing. */
export type Weight = 'refused' | 'review' | 'question' | 'note'

export function weight(finding: Finding): Weight {
  if (finding.severity === 'error') return 'refused'
  if (finding.severity === 'warn') return 'review'
  return finding.needs ? 'question' : 'note'
}

export const weightMood: Record<Weight, Mood> = { refused: 'bad', review: 'warn', question: 'quiet', note: 'quiet' }

const ORDER: Weight[] = ['refused', 'review', 'question', 'note']

/** The heaviest first. */
export const byWeight = (findings: Finding[]) => [...findings].sort((a, b) => ORDER.indexOf(weight(a)) - ORDER.indexOf(weight(b)))

/** How many there are of a weight. */
export const many = (findings: Finding[], of: Weight) => findings.filter((one) => weight(one) === of).length

const moods: Record<string, Mood> = { active: 'good', waiting: 'warn', held: 'bad', past: 'quiet', cancelled: 'quiet' }
export const versionMood = (state: string): Mood => moods[state] ?? 'quiet'

/** Whether it may still be signed or taken back. */
export const isWaiting = (version: Schema['PlanVersion']) => version.state === 'waiting' || version.state === 'held'

/** Findings that need a signature and have none that holds at that moment. One signature serves a rule of a pack. */
export function unsigned(findings: Finding[], signed: Schema['PlanSignOff'][], at: number): Finding[] {
  const holds = (one: Finding) => signed.some((sign) => sign.pack === one.pack && sign.rule === one.rule && Date.parse(sign.expires_at) > at)
  const open = findings.filter((one) => weight(one) === 'review' && !holds(one))
  return open.filter((one, place) => open.findIndex((other) => other.pack === one.pack && other.rule === one.rule) === place)
}

/** The articles of a citation, each with how well its text was checked. */
export function articles(citation: string): { text: string; status: string }[] {
  return citation.replace(/ \(by analogy\)$/, '').split('; ').filter(Boolean).map((one) => {
    const found = /^(.*) \[([\w-]+)\]$/.exec(one)
    return { text: found?.[1] ?? one, status: found?.[2] ?? '' }
  })
}

export const isByAnalogy = (citation: string) => citation.endsWith('(by analogy)')
