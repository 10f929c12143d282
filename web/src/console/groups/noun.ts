import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'chats',
  group: 'people',
  order: 34,
  permission: 'chat_read',
  routes: [
    { path: '/groups', component: () => import('./List.vue') },
    { path: '/groups/map', component: () => import('./Map.vue') },
    { path: '/groups/accounts', component: () => import('./Accounts.vue') },
    { path: '/groups/norms', component: () => import('./Norms.vue') },
    { path: '/groups/wecom', component: () => import('./Wecom.vue') },
    { path: '/groups/accounts/:id', component: () => import('./Account.vue') },
    { path: '/groups/:id', component: () => import('./Group.vue') },
  ],
} satisfies Noun
