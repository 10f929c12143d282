import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'ticket',
  group: 'shop',
  order: 23,
  permission: 'catalog_read',
  routes: [{ path: '/campaigns', component: () => import('./List.vue') }],
} satisfies Noun
