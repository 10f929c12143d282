import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'plan',
  group: 'plan',
  order: 50,
  permission: 'plans_read',
  routes: [
    { path: '/plans', component: () => import('./List.vue') },
    { path: '/plans/what-if', component: () => import('./WhatIf.vue') },
    { path: '/plans/studio', component: () => import('./Begin.vue') },
    { path: '/plans/studio/new', component: () => import('./Questions.vue') },
    { path: '/plans/studio/:from', component: () => import('./Studio.vue') },
    { path: '/plans/:version', component: () => import('./Version.vue') },
  ],
} satisfies Noun
