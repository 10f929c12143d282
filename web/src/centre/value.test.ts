import { beforeEach, expect, test } from 'vitest'
import { lang } from '@/base/words'
import { moved, sentence, share, toMe, written } from './value'

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

test('a clause that stands alone begins with a capital', () => {
  expect(sentence({ zh: '团队中有 3 位 `manager`', en: 'at least 3 branches with a `manager`' })).toBe('At least 3 branches with a manager')
})

test('conditions of the plan are said to the reader', () => {
  const said = (en: string) => toMe({ zh: '', en })
  expect(said('the promoter has invited at least 15 people directly')).toBe('You have invited at least 15 people directly')
  expect(said('the settled sales of the promoter and everybody below reach 10.00 yuan')).toBe('The settled sales of you and everybody below reach 10.00 yuan')
  expect(said('at least 2 of the promoter\'s direct branches each hold somebody of the rank Father')).toBe('At least 2 of your direct branches each hold somebody of the rank Father')
  lang.value = 'zh'
  expect(toMe({ zh: '归于其名下的已结算销售额', en: '' })).toBe('归于你名下的已结算销售额')
})
