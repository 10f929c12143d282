import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { shop } from './shop'
import { fromPicker, keepShopTime, moment, shopDay, today, toPicker } from './time'
import { lang } from './words'

beforeEach(() => {
  lang.value = 'en'
  shop.value = { utc_offset: 8 * 60 } as typeof shop.value
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

// Eight hours ahead of UTC it is the first of December.
const AT = '2026-11-30T17:30:00Z'

test.each(['UTC', 'America/New_York', 'Asia/Tokyo'])('a day is the shop’s day, read in %s', (there) => {
  vi.stubEnv('TZ', there)
  expect(shopDay(AT)).toBe('1 Dec 2026')
  const picked = toPicker(Date.parse(AT))
  expect([picked.getFullYear(), picked.getMonth(), picked.getDate(), picked.getHours(), picked.getMinutes()]).toEqual([2026, 11, 1, 1, 30])
  expect(fromPicker(picked).toISOString()).toBe('2026-11-30T17:30:00.000Z')
  // The first moment of the day that was picked.
  expect(fromPicker(new Date(2026, 11, 8)).toISOString()).toBe('2026-12-07T16:00:00.000Z')
})

test('today is the shop’s day', () => {
  vi.useFakeTimers({ now: Date.parse(AT) })
  expect(today()).toBe('2026-12-01')
})

test('where people work together, moments are the shop’s', () => {
  vi.stubEnv('TZ', 'America/New_York')
  expect(moment(AT)).toBe('30 Nov 2026, 12:30')
  keepShopTime()
  expect(moment(AT)).toBe('1 Dec 2026, 01:30')
})
