import { beforeEach, describe, expect, it } from 'vitest'
import { choose } from '@/base/words'
import { drawn, limit, state, value, type Reading } from './reading'

const reading = (more: Partial<Reading>): Reading => ({ kind: 'payout_ratio', title: { zh: '', en: '' }, unit: 'millionths', value: 123_456, limit: 200_000, is_alarm: false, ...more })
beforeEach(() => choose('en'))

describe('a figure', () => {
  it('has its unit, and a limit from the right side', () => {
    expect([value(reading({})), limit(reading({}))]).toEqual(['12.3%', 'at most 20%'])
    expect(limit(reading({ kind: 'retail_share', limit: 500_000 }))).toBe('above 50%')
    expect([value(reading({ unit: 'levels', value: 1 })), limit(reading({ unit: 'levels', limit: 3 }))]).toEqual(['1 level', 'at most 3 levels'])
    expect([value(reading({ unit: 'members', value: 0 })), limit(reading({ unit: 'members', limit: 0 }))]).toEqual(['0 members', 'should be none'])
  })

  it('is not made up where there was nothing to measure', () => {
    expect(value(reading({ value: null }))).toBe('—')
    expect(state(reading({ value: null }))).toEqual({ word: 'No figure yet', mood: 'quiet' })
    expect(drawn(reading({ value: null }))).toBeNull()
  })

  it('is drawn against its limit, both on the picture however far it goes', () => {
    expect(drawn(reading({ value: 100_000 }))).toEqual({ value: expect.closeTo(33.3, 1), limit: expect.closeTo(66.7, 1) })
    const far = drawn(reading({ value: 5_000_000 }))
    expect(far?.value).toBeLessThan(100)
    expect(far?.limit).toBeGreaterThan(0)
  })
})
