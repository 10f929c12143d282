import { expect, test } from 'vitest'
import { choose } from '@/base/words'
import { gapSaid, isWhole, newDraft, newShift, newTurn, shiftSaid } from './draft'

test('shifts and gaps are said as people say them', () => {
  choose('en')
  expect(shiftSaid({ days: [1, 2, 3, 4, 5, 6, 7], from: 540, to: 1080 })).toBe('Every day 09:00–18:00')
  expect(shiftSaid({ days: [6, 5], from: 1320, to: 360 })).toBe('Fr, Sa 22:00–06:00 the next day')
  expect(gapSaid({ from: 0, to: 540 })).toBe('Monday 00:00–09:00')
  expect(gapSaid({ from: 1_080, to: 1_440 })).toBe('Monday 18:00–24:00')
  expect(gapSaid({ from: 1_080, to: 1_440 + 540 })).toBe('Monday 18:00–Tuesday 09:00')
})

test('a channel is whole once somebody answers and each text begins at another hour', () => {
  const draft = { ...newDraft(), name: 'Card', fallback: '7' }
  expect(isWhole(draft)).toBe(true)
  expect(isWhole({ ...draft, fallback: '' })).toBe(false)
  expect(isWhole({ ...draft, accounts: [{ ...newTurn('7'), shifts: [{ ...newShift(), days: [] }] }] })).toBe(false)
  expect(isWhole({ ...draft, welcomes: [{ from: 0, text: 'a' }, { from: 0, text: 'b' }] })).toBe(false)
})
