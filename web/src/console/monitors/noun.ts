import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'pulse',
  group: 'plan',
  order: 52,
  permission: 'plans_read',
  routes: [{ path: '/monitors', component: () => import('./Monitors.vue') }],
} satisfies Noun
