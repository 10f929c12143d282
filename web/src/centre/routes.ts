import type { RouteRecordRaw } from 'vue-router'

const member = { member: true }

/** The promoter centre, inside of the mobile app. Its pages are loaded when somebody goes there. */
export const centre: RouteRecordRaw[] = [
  { path: '/centre', component: () => import('./pages/Home.vue'), meta: { member: true, tab: 'earn' } },
  {
    path: '/centre/rewards',
    component: () => import('./pages/Rewards.vue'),
    meta: member,
    children: [{ path: ':id', component: () => import('./pages/Reward.vue') }],
  },
  { path: '/centre/rank', component: () => import('./pages/Rank.vue'), meta: member },
  { path: '/centre/people', component: () => import('./pages/People.vue'), meta: member },
  { path: '/centre/share', component: () => import('./pages/Share.vue'), meta: member },
  { path: '/centre/withdraw', component: () => import('./pages/Withdraw.vue'), meta: member },
  { path: '/centre/withdrawals', component: () => import('./pages/Withdrawals.vue'), meta: member },
  { path: '/centre/entries', component: () => import('./pages/Entries.vue'), meta: member },
]
