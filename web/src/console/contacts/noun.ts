import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'card',
  group: 'people',
  order: 35,
  permission: 'chat_read',
  routes: [
    { path: '/contacts', component: () => import('./List.vue') },
    { path: '/contacts/due', component: () => import('./Due.vue') },
    { path: '/contacts/tags', component: () => import('./Tags.vue') },
    { path: '/contacts/norms', component: () => import('./Norms.vue') },
    { path: '/contacts/:id', component: () => import('./Contact.vue') },
  ],
} satisfies Noun
