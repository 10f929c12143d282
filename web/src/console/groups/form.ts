/** What is written of a group, and what stands there first. */
import { api, take, type Schema } from '@/api'
import { useLoad } from '@/base/load'

export type GroupDraft = Omit<Schema['ChatGroupBody'], 'operator'> & { operator: string; reason: string }

/** What is written of a chat account. */
export interface AccountDraft { platform: Schema['Platform']; name: string; handle: string; address: string; operator: string; most_groups: number; most_people: number; reason: string }

export const newAccount = (): AccountDraft => ({ platform: 'wecom', name: '', handle: '', address: '', operator: '', most_groups: 200, most_people: 40_000, reason: '' })

/** An empty draft with the usual size. */
export const newDraft = (): GroupDraft => ({
  name: '', kind: 'customers', purpose: 'light', account: '', operator: '', reason: '',
  band: { least: 30, best_from: 150, best_to: 200, most: 350 },
})

/** Accounts and operators to choose from: asked when a form is opened. */
export const useChoices = () => useLoad(() => take(api.GET('/api/v1/staff/chat/loads')))
