import { session, api, take, type Schema } from '@/api'
import { shallowRef, watch } from 'vue'

/** My invitation, asked once: nothing for who is no promoter. */
export const invitation = shallowRef<Schema['InvitationView'] | null>(null)
let asked: Promise<void> | null = null
watch(() => session.value.id, () => {
  asked = null
  invitation.value = null
})

/** Asks for my invitation, if nobody has yet. */
export function learnInvitation(): Promise<void> {
  asked ??= take(api.GET('/api/v1/me/invitation')).then((mine) => {
    invitation.value = mine
  })
  return asked
}

/** My link to a page of the shop: whoever comes by it is mine. */
export function linkTo(path: string, mine: Schema['InvitationView']): string {
  const link = new URL(path, mine.link)
  link.searchParams.set('via', mine.code)
  return link.href
}
