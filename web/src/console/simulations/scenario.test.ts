import { describe, expect, it } from 'vitest'
import { Problem } from '@/api'
import { lineOf, sizeOf, takes, variantRuns } from './scenario'

const defaults = { days: 180, people: 60_000 }

describe('the size of a scenario', () => {
  it('is read while it is written', () => {
    expect(sizeOf('[run]\ndays = 90\n[market]\npeople = 2_000 # few\n', defaults)).toEqual({ days: 90, people: 2000 })
  })

  it('is that of the defaults where it says nothing, or cannot be read yet', () => {
    expect(sizeOf('', defaults)).toEqual(defaults)
    expect(sizeOf('[run]\ndays = 9 9\n', defaults)).toEqual(defaults)
    expect(sizeOf('[run]\ndays = "long"\n', defaults)).toEqual(defaults)
  })

  it('says about how long it takes', () => {
    const year = { days: 365, people: 700_000 }
    expect([takes(defaults, 20), takes(defaults, 230), takes(year, 20), takes(year, 460), takes(year, 2300)]).toEqual(['moments', 'minute', 'minutes', 'long', 'hours'])
  })
})

it('variants take the first ten seeds, of each plan', () => {
  expect([variantRuns(1, 20), variantRuns(2, 20), variantRuns(1, 2)]).toEqual([210, 420, 42])
})

it('a problem tells its line, if it has one', () => {
  const said = (en: string) => lineOf(new Problem('scenario_broken', 422, { zh: '', en }, '/scenario'))
  expect(said('line 15 of the scenario: unknown field')).toBe(15)
  expect(said('the scenario: two ranks are missing')).toBeUndefined()
})
