import { expect, test } from 'vitest'
import { choose } from '@/base/words'
import { highest, ratesOf, withRate } from './rates'

const PLAN = `[plan]
id = "p"
[limits]
payout = "60%" # of the amount
[[rank]]
id = "gold"
title = { zh = "金牌", en = "Gold" }
[[reward]]
id = "own"
rate = "product"
[[reward]]
id = "up"
title = { zh = "上级", en = "Upline" }
rate = "25%" # a quarter
of = "own"
[[reward]]
id = "levels"
rates = ["5%", "3.5%"]
[[reward]]
id = "by-rank"
to = "differential"
rates = { gold = "8%" }
[[reward]]
id = "welcome"
coupon = "20.00"
`

test('every rate has a slider, and nothing else has', () => {
  choose('en')
  expect(ratesOf(PLAN).map(({ title, part, value }) => [title, part, value])).toEqual([
    ['Upline', null, 25],
    ['levels', { level: 1 }, 5],
    ['levels', { level: 2 }, 3.5],
    ['by-rank', { rank: 'Gold' }, 8],
    ['', null, 60],
  ])
})

test('a slider changes its own rate, and leaves the rest of the text as it was', () => {
  const keys = ratesOf(PLAN).map((one) => one.key)
  const at = (place: number, value: number) => withRate(PLAN, keys[place] ?? '', value)
  expect(at(0, 20)).toBe(PLAN.replace('"25%"', '"20%"'))
  expect(at(2, 4)).toBe(PLAN.replace('"3.5%"', '"4%"'))
  expect(at(3, 10.5)).toBe(PLAN.replace('{ gold = "8%" }', '{ gold = "10.5%" }'))
  expect(at(4, 50)).toBe(PLAN.replace('"60%"', '"50%"'))
})

test('a slider goes up to twice the rate', () => {
  expect([highest(2), highest(25), highest(80)]).toEqual([10, 50, 100])
})
