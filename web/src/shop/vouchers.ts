/** Vouchers: how they stand, and what is said about them. */
import type { Schema } from '@/api'
import { words } from '@/base/words'

export const t = words({
  zh: {
    title: '我的券', none: '还没有券', noneHint: '买了到店使用的券，核销码会显示在这里。', filter: '按状态筛选', all: '全部',
    states: { unused: '待使用', redeemed: '已核销', refunded: '已退款', expired: '已过期' },
    kind: '到店使用', place: '使用地点', hours: '营业时间', rules: '使用规则', refund: '退款规则',
    code: '核销码', show: '出示二维码', hide: '收起二维码', showHint: '请在到店使用时出示，不要提前告诉别人。', qr: '核销二维码',
    until: (at: string) => `${at} 前有效`, ended: { redeemed: (at: string) => `${at} 核销`, refunded: (at: string) => `${at} 退款`, expired: (at: string) => `${at} 过期` },
    giveBack: '退款', giveBackSure: '退掉这张券？', giveBackHint: '退款后核销码立即失效，钱按原路退回。', givenBack: '已申请退款，原路退回',
    toOrder: '查看订单', ofOrder: '券码', noAddress: '到店出示核销码使用，不用填写收货地址。', waits: '付款后在这里查看核销码。',
  },
  en: {
    title: 'My vouchers', none: 'No vouchers yet', noneHint: 'When you buy a voucher to use on site, its code appears here.', filter: 'Filter by status', all: 'All',
    states: { unused: 'Ready to use', redeemed: 'Redeemed', refunded: 'Refunded', expired: 'Expired' },
    kind: 'Voucher, used on site', place: 'Where', hours: 'Opening hours', rules: 'How to use it', refund: 'Refunds',
    code: 'Voucher code', show: 'Show QR code', hide: 'Hide QR code', showHint: 'Show it when you are there, and to nobody before.', qr: 'QR code of the voucher',
    until: (at: string) => `Valid until ${at}`, ended: { redeemed: (at: string) => `Redeemed ${at}`, refunded: (at: string) => `Refunded ${at}`, expired: (at: string) => `Expired ${at}` },
    giveBack: 'Refund', giveBackSure: 'Refund this voucher?', giveBackHint: 'Its code stops working at once, and the money goes back the way you paid.', givenBack: 'Refund requested; the money goes back the way you paid',
    toOrder: 'See order', ofOrder: 'Vouchers', noAddress: 'You show the code on site; no delivery address is needed.', waits: 'The code appears here once it is paid.',
  },
})

export type Voucher = Schema['VoucherView']
export type Terms = Schema['TermsView']

export const states = ['unused', 'redeemed', 'refunded', 'expired'] as const
export type State = (typeof states)[number]
