import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'wallet',
  group: 'money',
  order: 40,
  permission: 'withdrawals',
  routes: [
    { path: '/withdrawals', component: () => import('./List.vue') },
    { path: '/withdrawals/files', component: () => import('./Files.vue') },
  ],
} satisfies Noun
