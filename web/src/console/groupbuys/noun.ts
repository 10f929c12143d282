import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'people',
  group: 'shop',
  order: 24,
  permission: 'catalog_read',
  routes: [
    { path: '/group-buys', component: () => import('./List.vue') },
    { path: '/group-buys/:id', component: () => import('./Groups.vue') },
  ],
} satisfies Noun
