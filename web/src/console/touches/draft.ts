import type { Kind } from './words'

/** Touches to plan, as they are typed; no tag: an empty text. */
export interface Draft {
  name: string
  account: string
  kind: Kind
  tag: string
  days: number
  wordings: string[]
}

export const newDraft = (): Draft => ({ name: '', account: '', kind: 'friend_request', tag: '', days: 7, wordings: [] })
