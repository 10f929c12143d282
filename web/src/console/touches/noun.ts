import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'clock',
  group: 'people',
  order: 36,
  permission: 'chat_read',
  routes: [
    { path: '/touches', component: () => import('./Due.vue') },
    { path: '/touches/plans', component: () => import('./Plans.vue') },
    { path: '/touches/leads', component: () => import('./Leads.vue') },
    { path: '/touches/norms', component: () => import('./Norms.vue') },
    { path: '/touches/plans/:id', component: () => import('./Plan.vue') },
    { path: '/touches/leads/:id', component: () => import('./Lead.vue') },
  ],
} satisfies Noun
