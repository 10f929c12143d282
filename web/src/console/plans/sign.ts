/** Signatures that are being written. */
import type { Schema } from '@/api'
import { fromPicker, toPicker } from '@/base/time'
import type { Finding } from './state'

export interface Signature {
  finding: Finding
  document: string
  reason: string
  /** The last day on which it holds. */
  until: Date
}

/** A year is the most; a day less, as the clocks differ. */
export const MOST_DAYS = 365

/** Blank signatures for findings; what was written for the same rule stays. */
export function blank(findings: Finding[], kept: Signature[] = [], now = toPicker(Date.now())): Signature[] {
  const until = new Date(now.getFullYear(), now.getMonth(), now.getDate() + MOST_DAYS)
  return findings.map((finding) => {
    const before = kept.find((one) => one.finding.pack === finding.pack && one.finding.rule === finding.rule)
    return { document: '', reason: '', until, ...before, finding }
  })
}

export const isWhole = (one: Signature) => one.document.trim().length > 0 && one.reason.trim().length > 1

/** As the API takes them: each holds to the end of its day. */
export function bodies(signatures: Signature[]): Schema['PlanSignature'][] {
  return signatures.map(({ finding, document, reason, until }) => ({
    pack: finding.pack,
    rule: finding.rule,
    document: document.trim(),
    reason: reason.trim(),
    expires_at: fromPicker(new Date(until.getFullYear(), until.getMonth(), until.getDate(), 23, 59, 59)).toISOString(),
  }))
}
