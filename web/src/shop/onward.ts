import { useRoute, useRouter } from 'vue-router'

/** Where to go once signed in: where she wanted to go, if that is a page of ours: nobody is led away by a link. */
export function useOnward(fallback = '/me'): () => Promise<unknown> {
  const route = useRoute()
  const router = useRouter()
  return () => {
    const { to } = route.query
    return router.replace(typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : fallback)
  }
}
