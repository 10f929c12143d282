/** Touches are confirmed when they were made, or called off. */
import { api, take, type Schema } from '@/api'

type Touch = Schema['TouchView']

/** Confirms touches of a plan, or all of it that is due; how many. */
export async function spend(plan: string, touches: string[] | null): Promise<number> {
  return (await take(api.POST('/api/v1/staff/chat/touch-plans/{id}/spend', { params: { path: { id: plan } }, body: { touches } }))).touches
}

/** Calls touches of a plan off, or all that were not made; how many. */
export async function giveBack(plan: string, touches: string[] | null): Promise<number> {
  return (await take(api.POST('/api/v1/staff/chat/touch-plans/{id}/give-back', { params: { path: { id: plan } }, body: { touches } }))).touches
}

/** Whether it is time for a touch that waits. */
export const isDue = (touch: Touch) => touch.state === 'reserved' && Date.parse(touch.due_at) <= Date.now()
