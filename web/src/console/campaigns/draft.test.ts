import { expect, test } from 'vitest'
import { bodyOf, empty, fold, isWhole } from './draft'

const NOW = Date.parse('2026-11-30T08:00:00Z')
const whole = () => ({ ...empty(), title: ' 春茶节 ', amount: 2_000 })

test('a form is whole when somebody could be given a coupon by it', () => {
  expect(isWhole(whole())).toBe(true)
  for (const change of [{ title: ' ' }, { amount: null }, { amount: 0 }, { way: 'code' as const, code: 'abc' }, { scope: 'products' as const }, { valid: 'until' as const }, { pieces: null }]) {
    expect(isWhole({ ...whole(), ...change })).toBe(false)
  }
  expect(isWhole({ ...whole(), pieces: null, money: 5_000 })).toBe(true)
})

test('what is chosen is sent, and what was chosen before is not', () => {
  const body = bodyOf({ ...whole(), code: 'SPRING', products: ['tea'], until: { until: '2026-12-31T00:00:00Z' } }, NOW)
  expect(body).toMatchObject({ title: '春茶节', code: null, rules: { amount: 2_000, rate: null, products: [], rank: null }, valid_days: 7, valid_until: null })
  const other = bodyOf({ ...whole(), kind: 'share', percent: 12.5, scope: 'products', products: ['tea'], valid: 'until', until: { since: '2026-11-30T00:00:00Z', until: '2026-12-31T00:00:00Z' } }, NOW)
  expect(other).toMatchObject({ rules: { rate: 125_000, products: ['tea'] }, valid_from: null, valid_until: '2026-12-31T00:00:00Z', valid_days: null })
})

test('a share off is a price in tenths', () => {
  expect([10, 12.5, 33.3].map(fold)).toEqual(['9', '8.75', '6.67'])
})
