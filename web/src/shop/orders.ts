/** What an order is called at each step, and what can be done with it. */
import type { Schema } from '@/api'
import { words } from '@/base/words'

export const t = words({
  zh: {
    title: '我的订单',
    states: { placed: '待付款', grouping: '待成团', to_use: '待使用', paid: '待发货', shipped: '待收货', received: '已收货', settled: '已完成', cancelled: '已取消', refunded: '已全部退款' },
    cases: { asked: '等待商家处理', approved: '已同意', refused: '未同意', withdrawn: '已撤回' },
    refunds: { open: '退款处理中', sent: '退款已发出', done: '已退款', failed: '退款未成功，商家会重试' },
    steps: { placed: '下单', paid: '付款', shipped: '发货', received: '收货', settled: '完成' },
    used: '使用',
    providers: { test: '测试支付', offline: '线下转账', wechat: '微信支付' },
  },
  en: {
    title: 'My orders',
    states: { placed: 'Awaiting payment', grouping: 'Awaiting group', to_use: 'Ready to use', paid: 'To ship', shipped: 'Shipped', received: 'Delivered', settled: 'Completed', cancelled: 'Cancelled', refunded: 'Refunded' },
    cases: { asked: 'Under review', approved: 'Approved', refused: 'Declined', withdrawn: 'Withdrawn' },
    refunds: { open: 'Refund in progress', sent: 'Refund sent', done: 'Refunded', failed: 'The refund failed; the shop will try again' },
    steps: { placed: 'Placed', paid: 'Paid', shipped: 'Shipped', received: 'Delivered', settled: 'Completed' },
    used: 'Used',
    providers: { test: 'Test payment', offline: 'Bank transfer', wechat: 'WeChat Pay' },
  },
})

export { word } from '@/base/words'

export const states = ['placed', 'grouping', 'to_use', 'paid', 'shipped', 'received', 'settled', 'cancelled', 'refunded'] as const
export type State = (typeof states)[number]

/** What an order is listed as: one that is paid may wait for others of its group, or for its vouchers to be used. */
export const stateOf = (order: Pick<Schema['OrderView'], 'state' | 'group' | 'is_to_use'>): string =>
  order.state === 'paid' && order.group?.state === 'open' ? 'grouping' : order.is_to_use ? 'to_use' : order.state

/** Whether something of an order is sent. */
export const isSent = (order: Pick<Schema['OrderView'], 'lines'>): boolean => order.lines.some((line) => line.kind === 'physical')

/** Pieces of a line that can still go back. */
export const left = (line: Schema['LineView']): number => line.quantity - line.returned

/** Whether the buyer may ask for money of this line back now. */
export function mayReturn(order: Schema['OrderView'], line: Schema['LineView']): boolean {
  return ['paid', 'shipped', 'received'].includes(order.state) && line.kind === 'physical' && !line.settled_at && !line.is_held && left(line) > 0
}
