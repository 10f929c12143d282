import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { session } from '@/api'

const KNOWN = 'banyan.known'
watch(() => session.value.kind, (kind) => kind === 'member' && localStorage.setItem(KNOWN, '1'), { immediate: true })

/** Where somebody who is not signed in is taken on their way to a page: a newcomer who wants to buy registers, others sign in. */
export function door(to: { path: string; fullPath: string }): { path: string; query: { to: string } } {
  const isNew = to.path === '/checkout' && localStorage.getItem(KNOWN) === null
  return { path: isNew ? '/join' : '/sign-in', query: { to: to.fullPath } }
}

/** Where to go once signed in: where they wanted to go, if that is a page of ours: nobody is led away by a link. */
export function useOnward(fallback = '/me'): () => Promise<unknown> {
  const route = useRoute()
  const router = useRouter()
  return () => {
    const { to } = route.query
    return router.replace(typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : fallback)
  }
}
