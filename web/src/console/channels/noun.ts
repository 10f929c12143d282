import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'link',
  group: 'people',
  order: 35.5,
  permission: 'chat_read',
  routes: [
    { path: '/channels', component: () => import('./List.vue') },
    { path: '/channels/:id', component: () => import('./Channel.vue') },
  ],
} satisfies Noun
