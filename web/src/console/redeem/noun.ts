import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'check',
  group: 'shop',
  order: 26,
  permission: 'vouchers_redeem',
  routes: [{ path: '/redeem', component: () => import('./Desk.vue') }],
} satisfies Noun
