import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'book',
  group: 'money',
  order: 42,
  permission: 'ledger_read',
  routes: [
    { path: '/ledger', component: () => import('./Accounts.vue') },
    { path: '/ledger/entries', component: () => import('./Entries.vue') },
    { path: '/ledger/transfers/:reference', component: () => import('./Transfers.vue') },
  ],
} satisfies Noun
