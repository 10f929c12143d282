import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'star',
  group: 'shop',
  order: 24,
  permission: 'catalog_read',
  routes: [{ path: '/reviews', component: () => import('./List.vue') }],
} satisfies Noun
