import { expect, test } from 'vitest'
import { choose } from '@/base/words'
import { balanceWord, credit, debit, referenceOf, worth } from './sides'

test('what an account is owed is a credit, what it owes a debit', () => {
  expect([debit(-500), credit(-500)]).toEqual([500, 0])
  expect([debit(500), credit(500)]).toEqual([0, 500])
  choose('zh')
  expect(balanceWord('available', 1240)).toBe('¥12.40（贷方）')
  expect(balanceWord('cash', -1240)).toBe('¥12.40（借方）')
  expect(balanceWord('available', 0)).toBe('¥0.00')
})

test('points are counted by themselves', () => {
  choose('en')
  expect(worth('points', 1500)).toBe('1,500 points')
  expect(worth('pending', 1500)).toBe('¥15.00')
})

test('the number of a transfer is an order’s or a withdrawal’s, if anything says so', () => {
  expect(referenceOf(['reward', 'payment'])).toBe('order')
  expect(referenceOf(['settlement'])).toBe('order')
  expect(referenceOf(['withdrawal', 'withholding', 'payout'])).toBe('withdrawal')
  expect(referenceOf(['reward'])).toBeNull()
})
