import { expect, test } from 'vitest'
import { bodyOf, empty, isWhole, minutesOf, timeOf } from './draft'

const NOW = Date.parse('2026-12-01T08:00:00Z')
const whole = () => ({ ...empty(), sku: '7', price: 8_000 })

test('a form is whole when a group could be opened by it', () => {
  expect(isWhole(whole(), 10_000)).toBe(true)
  expect(isWhole({ ...whole(), pieces: 2 }, null)).toBe(true)
  for (const change of [{ sku: '' }, { price: null }, { price: 0 }, { price: 10_000 }, { time: 0 }, { time: 8, unit: 'days' as const }, { pieces: 1 }]) {
    expect(isWhole({ ...whole(), ...change }, 10_000)).toBe(false)
  }
})

test('a time is sent in minutes and read in the largest whole unit', () => {
  expect(minutesOf(whole())).toBe(1_440)
  expect([30, 90, 120, 1_440, 10_080].map(timeOf)).toEqual([
    { time: 30, unit: 'minutes' }, { time: 90, unit: 'minutes' }, { time: 2, unit: 'hours' }, { time: 1, unit: 'days' }, { time: 7, unit: 'days' },
  ])
})

test('what began before now begins at once', () => {
  const span = { since: '2026-12-01T00:00:00Z', until: '2026-12-09T00:00:00Z' }
  expect(bodyOf({ ...whole(), span }, NOW)).toMatchObject({ sku: '7', price: 8_000, minutes: 1_440, opens_at: null, closes_at: span.until, per_member: null, pieces: null })
  expect(bodyOf({ ...whole(), span: { since: '2026-12-02T00:00:00Z' } }, NOW).opens_at).toBe('2026-12-02T00:00:00Z')
})
