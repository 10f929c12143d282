import { beforeEach, expect, it } from 'vitest'
import { choose } from '@/base/words'
import { isOld, oldHint, readAsOf } from './age'

const at = (day: string) => Date.parse(`${day}T10:00:00Z`)
beforeEach(() => choose('en'))

it('says how old a reading of the law is', () => {
  expect(readAsOf('2026-11-29', at('2026-11-29'))).toBe('reads the law as of 2026-11-29, today')
  expect(readAsOf('2026-11-29', at('2026-11-30'))).toBe('reads the law as of 2026-11-29, 1 day ago')
  expect(readAsOf('2026-11-29', at('2027-01-08'))).toBe('reads the law as of 2026-11-29, 40 days ago')
  // A clock that is behind makes nothing older than it is.
  expect(readAsOf('2026-11-29', at('2026-11-01'))).toBe('reads the law as of 2026-11-29, today')
})

it('says what to do once any of them is more than a year old, and nothing before', () => {
  expect([isOld('2026-11-29', at('2027-11-29')), isOld('2026-11-29', at('2027-11-30'))]).toEqual([false, true])
  const packs = [{ as_of: '2026-11-29' }, { as_of: '2027-06-01' }]
  expect(oldHint(packs, at('2027-11-29'))).toBe('')
  expect(oldHint(packs, at('2027-11-30'))).toMatch(/^This reading of the law is more than a year old\. Update Banyan/)
  choose('zh')
  expect(oldHint(packs, at('2027-11-30'))).toContain('请律师核对')
})
