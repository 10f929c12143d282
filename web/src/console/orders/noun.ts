import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'receipt',
  group: 'shop',
  order: 20,
  permission: 'orders_read',
  routes: [
    { path: '/orders', component: () => import('./List.vue') },
    { path: '/orders/after-sales', component: () => import('./Cases.vue') },
    { path: '/orders/refunds', component: () => import('./Refunds.vue') },
    { path: '/orders/vouchers', component: () => import('./Vouchers.vue') },
    { path: '/orders/payments', component: () => import('./Payments.vue') },
    { path: '/orders/:id', component: () => import('./Order.vue') },
  ],
} satisfies Noun
