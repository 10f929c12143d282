/** What is watched daily and is wrong now, as long as nobody has said that they looked at it. */
import { api, take, type Schema } from '@/api'
import { may } from '../frame/session'

export type Alarm = Schema['MonitorsView']['items'][number]

const RECENT = 50

/** The alarms that are open; none for who may not see them, or if they cannot be read just now. */
export async function openAlarms(): Promise<Alarm[]> {
  if (!may('plans_read')) return []
  try {
    const { items } = await take(api.GET('/api/v1/staff/monitors', { params: { query: { limit: RECENT } } }))
    return items.filter((one) => !one.closed_at && !one.acknowledged_at)
  } catch {
    return []
  }
}
