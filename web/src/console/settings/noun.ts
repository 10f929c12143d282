import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'gear',
  group: 'house',
  order: 60,
  permission: 'settings_write',
  routes: [
    { path: '/settings', component: () => import('./Settings.vue') },
    { path: '/settings/webhooks', component: () => import('./Webhooks.vue') },
  ],
} satisfies Noun
