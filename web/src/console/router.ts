import { createRouter, createWebHistory } from 'vue-router'
import { shop } from '@/base/shop'
import { isIn, may } from './frame/session'
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
  if (to.meta.open) return true
  // The way in leads to the first page that they may see.
  if (isIn.value) return to.path === '/' ? nouns.find((noun) => may(noun.permission))?.routes[0].path ?? true : true
  // A shop that nobody has set up yet begins there.
  if (shop.value?.is_set_up === false) return '/setup'
  return { path: '/sign-in', query: { to: to.fullPath } }
})
