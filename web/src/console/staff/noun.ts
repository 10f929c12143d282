import type { Noun } from '../noun'
import { t } from './words'

/** Everybody of staff has a page of their own here; who runs the house sees the others too. */
export default {
  title: () => t.title,
  icon: 'key',
  group: 'house',
  order: 70,
  routes: [
    { path: '/staff', component: () => import('./Me.vue') },
    { path: '/staff/accounts', component: () => import('./Accounts.vue') },
    { path: '/staff/roles', component: () => import('./Roles.vue') },
    { path: '/staff/tokens', component: () => import('./Tokens.vue') },
  ],
} satisfies Noun
