import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { session } from '@/api'
import { centre } from '@/centre/routes'

declare module 'vue-router' {
  interface RouteMeta {
    /** Only for members who are signed in. */
    member?: boolean
    /** Which place of the navigation is lit; its pages have no way back but the navigation. */
    tab?: 'home' | 'categories' | 'cart' | 'earn' | 'me'
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./pages/Home.vue'), meta: { tab: 'home' } },
  { path: '/me', component: () => import('./pages/Me.vue'), meta: { tab: 'me' } },
  { path: '/sign-in', component: () => import('./pages/SignIn.vue') },
  ...centre,
  { path: '/:rest(.*)*', component: () => import('./pages/NotFound.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach((to) => {
  if (to.meta.member && session.value.kind !== 'member') return { path: '/sign-in', query: { to: to.fullPath } }
  return true
})
