import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'chart',
  group: 'shop',
  order: 10,
  permission: 'reports',
  routes: [{ path: '/dashboard', component: () => import('./Dashboard.vue') }],
} satisfies Noun
