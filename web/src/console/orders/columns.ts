import type { Schema } from '@/api'
import { money, plain } from '@/base/money'
import { moment } from '@/base/time'
import { say } from '@/base/words'
import type { Column } from '../frame/columns'
import { listedAs } from './state'
import { stateWord, t } from './words'

type Row = Schema['DeskOrderRow']

/** What was ordered, in a few words. */
export function contents(order: Row): string {
  return order.lines > 1 ? t.andMore(say(order.title), order.pieces) : `${say(order.title)} × ${order.pieces}`
}

/** The columns of a list of orders: who, what, how much, when, state. */
export const orderColumns = (): Column<Row>[] => [
  { title: t.order, text: (order) => order.id, to: (order) => `/orders/${order.id}`, whole: true, width: 188 },
  { title: t.buyer, text: (order) => order.buyer_name, slot: 'buyer', width: 110 },
  { title: t.what, text: contents, width: 200 },
  { title: t.amount, text: (order) => money(order.amount), figures: true, sort: (order) => order.amount, sheet: (order) => Number(plain(order.amount)), width: 125 },
  { title: t.seller, text: (order) => order.seller_name ?? '', slot: 'seller', width: 100 },
  { title: t.placed, text: (order) => moment(order.placed_at), sort: (order) => order.placed_at, sheet: (order) => order.placed_at, whole: true, width: 176 },
  { title: t.state, text: (order) => stateWord(listedAs(order)), slot: 'state', width: 132 },
]
