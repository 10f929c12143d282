import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'log',
  group: 'house',
  order: 80,
  permission: 'audit_read',
  routes: [{ path: '/audit', component: () => import('./List.vue') }],
} satisfies Noun
