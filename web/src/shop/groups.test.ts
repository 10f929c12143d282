import { expect, test } from 'vitest'
import { timeLeft } from './groups'

test('the time left is that until the deadline, to the second, and nothing once it is past', () => {
  const at = (ms: number) => timeLeft('2026-12-02T00:00:00Z', Date.parse('2026-12-02T00:00:00Z') - ms)
  expect([at(1_000), at(61_999), at(3_600_000), at(90_061_000)]).toEqual(['00:00:01', '00:01:01', '01:00:00', '1 day 01:01:01'])
  expect([at(999), at(0), at(-1)]).toEqual(['', '', ''])
})
