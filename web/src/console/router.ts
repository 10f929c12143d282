import { createRouter, createWebHistory } from 'vue-router'
import { shop } from '@/base/shop'
import { isIn } from './frame/session'
import { nouns } from './noun'

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/setup', component: () => import('./setup/Setup.vue'), meta: { open: true } },
    { path: '/sign-in', component: () => import('./frame/SignIn.vue'), meta: { open: true } },
    ...nouns.flatMap((noun) => noun.routes),
    { path: '/:rest(.*)*', component: () => import('./frame/NotFound.vue') },
  ],
})

declare module 'vue-router' {
  interface RouteMeta {
    /** For who is not signed in. */
    open?: boolean
  }
}

router.beforeEach((to) => {
  if (to.meta.open || isIn.value) return true
  // A shop that nobody has set up yet begins there.
  if (shop.value?.is_set_up === false) return '/setup'
  return { path: '/sign-in', query: { to: to.fullPath } }
})
