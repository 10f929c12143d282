import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'flask',
  group: 'plan',
  order: 51,
  permission: 'plans_read',
  routes: [
    { path: '/simulations', component: () => import('./List.vue') },
    { path: '/simulations/new', component: () => import('./New.vue') },
    { path: '/simulations/compare', component: () => import('./Compare.vue') },
    { path: '/simulations/:id', component: () => import('./Run.vue') },
  ],
} satisfies Noun
