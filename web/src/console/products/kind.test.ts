import { expect, test } from 'vitest'
import { bodyOf, draftOf, isWhole } from './kind'

const fresh = () => draftOf({ kind: 'physical', may_keep: false, voucher: null })
const filled = () => ({ ...fresh(), kind: 'voucher' as const, place_zh: '码头', place_en: 'Pier', address_zh: '湖滨路', address_en: 'Hubin Road' })

test('a product that is sent needs nothing more', () => {
  expect(isWhole(fresh())).toBe(true)
  expect(bodyOf(fresh())).toEqual({ voucher: null })
})

test('a voucher needs a place, a weekday and an end', () => {
  expect(isWhole(filled())).toBe(true)
  expect(isWhole({ ...filled(), place_en: ' ' })).toBe(false)
  expect(isWhole({ ...filled(), weekdays: [] })).toBe(false)
  expect(isWhole({ ...filled(), days: null })).toBe(false)
  expect(isWhole({ ...filled(), days: null, span: { until: '2026-12-01T00:00:00Z' } })).toBe(true)
})

test('what is sent is what was said', () => {
  const body = bodyOf({ ...filled(), weekdays: [7, 6], span: { since: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z' } })
  expect(body.voucher).toMatchObject({ weekdays: [6, 7], valid_from: '2026-11-01T00:00:00Z', valid_until: '2026-12-01T00:00:00Z', days: 90, unused: 'refunded' })
  expect(body.voucher).not.toHaveProperty('kind')
})
