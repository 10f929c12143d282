/** Names of members for lists that only know their ids: asked once each, a few at a time. */
import { reactive } from 'vue'
import { api, take } from '@/api'
import { may } from './session'

/** What is known so far; an empty name: they have left, or nobody may know. */
const names = reactive(new Map<string, string>())
const asked = new Set<string>()
const waiting: string[] = []
const MOST_AT_ONCE = 6
let asking = 0

async function askNext(): Promise<void> {
  if (asking >= MOST_AT_ONCE) return
  const id = waiting.shift()
  if (id === undefined) return
  asking++
  try {
    const member = await take(api.GET('/api/v1/staff/members/{id}', { params: { path: { id } } }))
    names.set(id, member.nickname)
  } catch {
    names.set(id, '')
  } finally {
    asking--
    void askNext()
  }
}

/** Their nickname: `undefined` until it is known. */
export function nameOf(id: string): string | undefined {
  if (!asked.has(id) && may('members_read')) {
    asked.add(id)
    waiting.push(id)
    void askNext()
  }
  return names.get(id)
}

/** A name that some other answer told already. */
export function know(id: string, name: string): void {
  asked.add(id)
  names.set(id, name)
}
