import { words } from '@/base/words'

/** What several pages of the promoter centre say. */
export const t = words({
  zh: { title: '推广中心', clicks: '点击', visitors: '访客', members: '注册', orders: '订单' },
  en: { title: 'Promoter centre', clicks: 'Clicks', visitors: 'Visitors', members: 'Joined', orders: 'Orders' },
})
