import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'people',
  group: 'people',
  order: 30,
  permission: 'members_read',
  routes: [
    { path: '/members', component: () => import('./List.vue') },
    { path: '/members/tree/:id?', component: () => import('./Tree.vue') },
    { path: '/members/:id', component: () => import('./Member.vue') },
  ],
} satisfies Noun
