import { words } from '@/base/words'

export const t = words({
  zh: {
    title: '订单',
    order: '订单号',
    placed: '下单时间',
    amount: '金额',
    state: '状态',
    none: '还没有订单',
    more: '再看一些',
    states: { placed: '待付款', paid: '待发货', shipped: '待收货', received: '已收货', settled: '已结算', cancelled: '已取消' },
  },
  en: {
    title: 'Orders',
    order: 'Order',
    placed: 'Placed',
    amount: 'Amount',
    state: 'State',
    none: 'No orders yet',
    more: 'Show more',
    states: { placed: 'To be paid', paid: 'To be shipped', shipped: 'On its way', received: 'Received', settled: 'Settled', cancelled: 'Cancelled' },
  },
})

type State = keyof typeof t.states

/** A state of an order, for people. */
export const stateWord = (state: string) => t.states[state as State]
