import type { RouteRecordRaw } from 'vue-router'

/** The promoter centre, inside of the mobile app. Its pages are loaded when somebody goes there. */
export const centre: RouteRecordRaw[] = [
  { path: '/centre', component: () => import('./pages/Earnings.vue'), meta: { member: true, tab: 'earn' } },
]
