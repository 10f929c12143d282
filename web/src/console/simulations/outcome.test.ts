import { beforeEach, describe, expect, it } from 'vitest'
import { choose } from '@/base/words'
import { casesOf, isOneCurrency, ofHundred, spread, written, type Outcome } from './outcome'

const yuan = { code: 'CNY', digits: 2 }
const yen = { code: 'JPY', digits: 0 }
const outcome = (name: string, currency = 'CNY'): Outcome => ({ plan: { zh: name, en: name }, currency, digits: 2, figures: [], months: [], ranks: [], levers: [], law: [] })
beforeEach(() => choose('en'))

describe('a figure', () => {
  it('is written by its unit', () => {
    expect([written(1234, 'count', yuan), written(1234, 'money', yuan), written(123_456, 'share', yuan)]).toEqual(['1,234', '¥12.34', '12.3%'])
  })

  it('has a range only where runs differ', () => {
    expect(spread({ low: 5, mid: 7, high: 9 }, 'count', yuan)).toBe('nine runs in ten: 5 to 9')
    expect(spread({ low: 7, mid: 7, high: 7 }, 'count', yuan)).toBe('')
    // Too near for what is written.
    expect(spread({ low: 100_001, mid: 100_002, high: 100_003 }, 'share', yuan)).toBe('')
  })

  it('of a share tells what a hundred sold pays, in any currency', () => {
    expect(ofHundred(169_945, yuan)).toEqual({ sold: 10_000, paid: 1699 })
    expect(ofHundred(169_945, yen)).toEqual({ sold: 100, paid: 17 })
  })
})

describe('the plans of a run', () => {
  it('are one or two, and told apart even if they have one name', () => {
    expect(casesOf({ one: outcome('A') }).map((one) => one.name)).toEqual(['A'])
    expect(casesOf({ one: outcome('A'), other: outcome('B') }).map((one) => one.name)).toEqual(['A', 'B'])
    expect(casesOf({ one: outcome('A'), other: outcome('A') }).map((one) => one.name)).toEqual(['1. A', '2. A'])
    expect(casesOf({})).toEqual([])
  })

  it('are compared in money if it is the same money', () => {
    expect(isOneCurrency(casesOf({ one: outcome('A'), other: outcome('B') }))).toBe(true)
    expect(isOneCurrency(casesOf({ one: outcome('A'), other: outcome('B', 'USD') }))).toBe(false)
  })
})
