import { expect, test } from 'vitest'
import type { Schema } from '@/api'
import { share } from './orders'

const line = (amount: number, quantity: number, returned: number, refunded: number) =>
  ({ amount, quantity, returned, refunded }) as Schema['LineView']

test('pieces bring back their share, and all of them together the whole', () => {
  expect(share(line(1000, 3, 0, 0), 1)).toBe(333)
  expect(share(line(1000, 3, 1, 333), 1)).toBe(333)
  expect(share(line(1000, 3, 2, 666), 1)).toBe(334)
  expect(share(line(1000, 3, 0, 0), 3)).toBe(1000)
})

test('never more than is left of the line', () => expect(share(line(1000, 2, 0, 900), 1)).toBe(100))
