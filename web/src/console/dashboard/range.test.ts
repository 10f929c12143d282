import { describe, expect, test } from 'vitest'
import { choose } from '@/base/words'
import { daysOf, endOfDay, pieceName, spanOf, usualBy } from './range'

/** China's days begin eight hours before those of UTC. */
const CHINA = 480
const iso = (at: number) => new Date(at).toISOString()
const at = (text: string) => Date.parse(text)

describe('the shop’s days', () => {
  test('end where they end in the shop', () => {
    expect(iso(endOfDay(at('2026-11-25T15:59:59Z'), CHINA))).toBe('2026-11-25T16:00:00.000Z')
    expect(iso(endOfDay(at('2026-11-25T16:00:00Z'), CHINA))).toBe('2026-11-26T16:00:00.000Z')
    expect(iso(endOfDay(at('2026-11-25T10:00:00Z'), 0))).toBe('2026-11-26T00:00:00.000Z')
  })

  test('are named as there', () => {
    choose('en')
    expect(pieceName('2026-11-24T16:00:00Z', 'day', CHINA)).toBe('25 Nov')
    expect(pieceName('2026-10-31T16:00:00Z', 'month', CHINA)).toBe('Nov 2026')
    choose('zh')
    expect(pieceName('2026-11-24T16:00:00Z', 'day', CHINA)).toBe('11月25日')
  })
})

test('a year is twelve calendar months', () => {
  const { since, until } = spanOf('year', at('2026-11-30T16:00:00Z'), CHINA)
  expect(iso(since)).toBe('2025-11-30T16:00:00.000Z')
  expect(iso(until)).toBe('2026-11-30T16:00:00.000Z')
})

test('a month is thirty days, cut into days; half a year into weeks', () => {
  const { since, until } = spanOf('month', at('2026-11-26T00:00:00Z'), 0)
  expect(daysOf({ since: iso(since), until: iso(until) })).toBe(30)
  expect(usualBy(30)).toBe('day')
  expect(usualBy(180)).toBe('week')
  expect(usualBy(365)).toBe('month')
})
