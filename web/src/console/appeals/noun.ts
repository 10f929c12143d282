import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'scales',
  group: 'people',
  order: 35,
  permission: 'members_write',
  routes: [{ path: '/appeals', component: () => import('./List.vue') }],
} satisfies Noun
