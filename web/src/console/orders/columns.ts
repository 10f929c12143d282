import type { Schema } from '@/api'
import { money, plain } from '@/base/money'
import { moment } from '@/base/time'
import type { Column } from '../frame/columns'
import { stateWord, t } from './words'

/** What was ordered, in a few words. */
export function contents(order: Schema['DeskOrder']): string {
  const [first] = order.lines
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0)
  return !first ? '' : order.lines.length > 1 ? t.andMore(first.title, pieces) : `${first.title} × ${first.quantity}`
}

/** The columns of a list of orders: who, what, how much, when, state. */
export const orderColumns = (): Column<Schema['DeskOrder']>[] => [
  { title: t.order, text: (order) => order.id, to: (order) => `/orders/${order.id}`, whole: true, width: 195 },
  { title: t.buyer, text: (order) => order.buyer, slot: 'buyer', width: 110 },
  { title: t.what, text: contents, width: 200 },
  { title: t.amount, text: (order) => money(order.amount), figures: true, sort: (order) => order.amount, sheet: (order) => Number(plain(order.amount)), width: 145 },
  { title: t.seller, text: (order) => order.seller ?? '', slot: 'seller', width: 100 },
  { title: t.placed, text: (order) => moment(order.placed_at), sort: (order) => order.placed_at, sheet: (order) => order.placed_at, whole: true, width: 190 },
  { title: t.state, text: (order) => stateWord(order.state), slot: 'state', width: 110 },
]
