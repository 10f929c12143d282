import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { session } from '@/api'
import { centre } from '@/centre/routes'
import { door } from './onward'
import { came } from './via'

declare module 'vue-router' {
  interface RouteMeta {
    /** Only for members who are signed in. */
    member?: boolean
    /** Which place of the navigation is lit; its pages have no way back but the navigation. */
    tab?: 'home' | 'categories' | 'cart' | 'earn' | 'me'
  }
}

const member = { member: true }

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./pages/Home.vue'), meta: { tab: 'home' } },
  { path: '/categories/:id(\\d+)?', component: () => import('./pages/Categories.vue'), meta: { tab: 'categories' } },
  { path: '/search', component: () => import('./pages/Search.vue') },
  { path: '/product/:id(\\d+)', component: () => import('./pages/Product.vue') },
  { path: '/coupons', component: () => import('./pages/CouponCentre.vue') },
  { path: '/group-buys', component: () => import('./pages/GroupBuys.vue') },
  { path: '/groups/:id(\\d+)', component: () => import('./pages/Group.vue') },
  { path: '/cart', component: () => import('./pages/Cart.vue'), meta: { tab: 'cart' } },
  { path: '/checkout', component: () => import('./pages/Checkout.vue'), meta: member },
  { path: '/pay/:id(\\d+)', component: () => import('./pages/Pay.vue'), meta: member },
  { path: '/orders', component: () => import('./pages/Orders.vue'), meta: member },
  { path: '/orders/:id(\\d+)', component: () => import('./pages/Order.vue'), meta: member },
  { path: '/orders/:id(\\d+)/after-sale/:line(\\d+)', component: () => import('./pages/AfterSale.vue'), meta: member },
  { path: '/w/:code([A-Za-z0-9]+)', component: () => import('./pages/Way.vue') },
  { path: '/join', component: () => import('./pages/Join.vue') },
  { path: '/sign-in', component: () => import('./pages/SignIn.vue') },
  { path: '/reset', component: () => import('./pages/Reset.vue') },
  { path: '/me', component: () => import('./pages/Me.vue'), meta: { tab: 'me' } },
  { path: '/me/addresses', component: () => import('./pages/Addresses.vue'), meta: member },
  { path: '/me/coupons', component: () => import('./pages/Coupons.vue'), meta: member },
  { path: '/me/vouchers', component: () => import('./pages/Vouchers.vue'), meta: member },
  { path: '/me/account', component: () => import('./pages/Account.vue'), meta: member },
  { path: '/me/appeals', component: () => import('./pages/Appeals.vue'), meta: member },
  { path: '/promoter', component: () => import('./pages/Promoter.vue'), meta: member },
  { path: '/rules', component: () => import('./pages/Rules.vue') },
  ...centre,
  { path: '/:rest(.*)*', component: () => import('./pages/NotFound.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach((to) => {
  const { via, ...query } = to.query
  if (typeof via === 'string' && via !== '') {
    void came(via, to.path.startsWith('/product/') ? String(to.params.id) : null)
    return { path: to.path, query, hash: to.hash, replace: true }
  }
  if (to.meta.member && session.value.kind !== 'member') return door(to)
  return true
})
