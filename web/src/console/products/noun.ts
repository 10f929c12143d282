import type { Noun } from '../noun'
import { t } from './words'

export default {
  title: () => t.title,
  icon: 'box',
  group: 'shop',
  order: 22,
  permission: 'catalog_read',
  routes: [
    { path: '/products', component: () => import('./List.vue') },
    { path: '/products/categories', component: () => import('./Categories.vue') },
    { path: '/products/search', component: () => import('./Search.vue') },
    { path: '/products/suppliers', component: () => import('./Suppliers.vue') },
    { path: '/products/freight', component: () => import('./Freights.vue') },
    { path: '/products/new', component: () => import('./Product.vue') },
    { path: '/products/:id', component: () => import('./Product.vue') },
  ],
} satisfies Noun
