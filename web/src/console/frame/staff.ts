/** Names of staff, for who may know them: asked once. */
import { shallowRef } from 'vue'
import { api, session, take } from '@/api'
import { may } from './session'

const names = shallowRef<Map<string, string> | null>(null)
let asked = false

async function ask(): Promise<void> {
  try {
    const all = await take(api.GET('/api/v1/staff/accounts'))
    names.value = new Map(all.map((one) => [one.id, one.name]))
  } catch {
    asked = false
  }
}

/** Their name: nothing while it is unknown. */
export function staffName(id: string): string | undefined {
  if (id === session.value.id) return session.value.name ?? undefined
  if (!asked && may('staff_write')) {
    asked = true
    void ask()
  }
  return names.value?.get(id)
}
