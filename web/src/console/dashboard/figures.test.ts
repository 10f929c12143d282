import { describe, expect, test } from 'vitest'
import { factors, growth, part, rounded, waterfall, type Figures } from './figures'

const figures = (of: Partial<Figures>): Figures => ({
  since: '', until: '', gmv: 0, orders: 0, buyers: 0, returning: 0, refunds: 0, net: 0, cost: 0, rewards: 0, margin: 0, payout: null, new_members: 0, new_promoters: 0, ...of,
})

test('sales are the product of their factors', () => {
  const { buyers, often, spend } = factors(figures({ buyers: 8, orders: 20, gmv: 123_456 }))
  expect([buyers, often]).toEqual([8, 2.5])
  expect(buyers * often * spend).toBeCloseTo(123_456)
})

test('a shop without sales has no factors to divide by', () => {
  expect(factors(figures({}))).toEqual({ buyers: 0, often: 0, spend: 0 })
})

test('growth is told only from something', () => {
  expect(growth(150, 100)).toBe(500_000)
  expect(growth(-50, -100)).toBe(500_000)
  expect(growth(5, 0)).toBeNull()
  expect(part(1, 0)).toBeNull()
  expect(rounded(-1)).toBe(0)
})

describe('where each yuan goes', () => {
  const of = figures({ gmv: 30_000, refunds: 1_000, net: 29_000, cost: 14_500, rewards: 6_100, margin: 8_400 })

  test('steps down from what was paid to what is left', () => {
    expect(waterfall(of, 100).map(({ key, from, to }) => [key, from, to])).toEqual([
      ['gmv', 0, 30_000],
      ['refunds', 29_000, 30_000],
      ['cost', 14_500, 29_000],
      ['rewards', 8_400, 14_500],
      ['margin', 0, 8_400],
    ])
  })

  test('adds up to the cent', () => {
    const [whole, ...rest] = waterfall(of, 100)
    const parts = rest.map((one) => one.each)
    expect(parts).toEqual([-3, -48, -20, 29])
    expect((parts.at(-1) ?? 0) - parts.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(whole?.each)
  })

  test('a loss reaches below nothing', () => {
    const loss = waterfall(figures({ gmv: 100, net: 100, cost: 90, rewards: 30, margin: -20 }), 100)
    expect(loss.at(-1)).toMatchObject({ key: 'margin', amount: -20, from: 0, to: -20, each: -20 })
  })
})
