import { beforeEach, expect, test } from 'vitest'
import { lang } from '@/base/words'
import { moved, share, written } from './value'

beforeEach(() => {
  lang.value = 'en'
})

test('rewards are written as what they are', () => {
  expect(written(1234, 'money')).toBe('¥12.34')
  expect(written(500, 'coupon')).toBe('¥5.00 coupon')
  expect(written(1, 'points')).toBe('1 point')
  lang.value = 'zh'
  expect(written(1200, 'points')).toBe('1,200 积分')
})

test('what moved has a sign', () => {
  expect(moved(100, 'available')).toBe('+¥1.00')
  expect(moved(-100, 'available')).toBe('−¥1.00')
  expect(moved(3, 'points')).toBe('+3 points')
})

test('progress stays between nothing and all', () => {
  expect([share(-5, 10), share(5, 10), share(20, 10), share(0, 0)]).toEqual([0, 0.5, 1, 1])
})
