import { describe, expect, test } from 'vitest'
import { count, money, percent, plain, typed } from './money'

const yuan = { code: 'CNY', digits: 2 }
const yen = { code: 'JPY', digits: 0 }
const dinar = { code: 'KWD', digits: 3 }

describe('an amount', () => {
  test.each([
    [0, yuan, '¥0.00'],
    [5, yuan, '¥0.05'],
    [123456789, yuan, '¥1,234,567.89'],
    [-1240, yuan, '−¥12.40'],
    [1234, yen, '¥1,234'],
    [1234567, dinar, 'KWD1,234.567'],
  ])('%i is written %s', (amount, currency, text) => expect(money(amount, currency)).toBe(text))
})

describe('what somebody typed', () => {
  test.each([
    ['12.4', 1240],
    ['12.', 1200],
    ['1,234.56', 123456],
    ['0.1', 10],
    ['12.345', null],
    ['-1', null],
    ['1e3', null],
    ['', null],
  ])('%s is %s', (text, amount) => expect(typed(text, yuan)).toBe(amount))

  test('is what is shown for editing', () => expect(typed(plain(-0 + 123456, yuan), yuan)).toBe(123456))
})

test('rates are millionths', () => {
  expect(percent(125000)).toBe('12.5%')
  expect(percent(250000)).toBe('25%')
  expect(percent(1)).toBe('0.0001%')
  expect(percent(0)).toBe('0%')
  expect(percent(-1000000)).toBe('−100%')
})

test('counts have separators', () => {
  expect(count(1234567)).toBe('1,234,567')
  expect(count(-12)).toBe('−12')
})
