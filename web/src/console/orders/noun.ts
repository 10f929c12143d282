import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'receipt',
  group: 'shop',
  order: 20,
  permission: 'orders_read',
  routes: [{ path: '/orders', component: () => import('./List.vue') }],
} satisfies Noun
