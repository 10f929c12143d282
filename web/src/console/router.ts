import { createRouter, createWebHistory } from 'vue-router'
import { isIn } from './frame/session'
import { nouns } from './noun'

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
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
  if (!to.meta.open && !isIn.value) return { path: '/sign-in', query: { to: to.fullPath } }
  return true
})
