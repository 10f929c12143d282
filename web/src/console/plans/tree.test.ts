import { describe, expect, it } from 'vitest'
import { below, firstTree, fitted, invited, isFirstTree, nextName, removed, spots, type Person } from './tree'

const person = (name: string, inviter: number | null, rank: string | null = 'owner'): Person => ({ name, inviter, rank })
//   A ── B ── D
//    └── C
const PEOPLE = [person('A', null, 'gold'), person('B', 0), person('C', 0), person('D', 1, null)]

describe('a tree to try an order on', () => {
  it('begins with every rank, a seller and her customer', () => {
    expect(firstTree(['owner', 'gold']).map((one) => `${one.name} ${one.rank} ${one.inviter}`)).toEqual(['A gold null', 'B owner 0', 'C owner 1', 'D null 2'])
  })

  it('is the first one until somebody changes it', () => {
    const first = firstTree(['owner', 'gold'])
    expect(isFirstTree(first, ['owner', 'gold'])).toBe(true)
    expect(isFirstTree(firstTree([]), [])).toBe(true)
    expect(isFirstTree(first, ['owner'])).toBe(false)
    expect(isFirstTree(first.map((one, at) => (at === 1 ? { ...one, name: 'Li' } : one)), ['owner', 'gold'])).toBe(false)
    expect(isFirstTree(invited(first, 0, null), ['owner', 'gold'])).toBe(false)
  })

  it('grows under anybody', () => expect(invited(PEOPLE, 2, null).at(-1)).toEqual(person('E', 2, null)))

  it('loses somebody with all below her, and the others stand as before', () => {
    expect([...below(PEOPLE, 1)]).toEqual([1, 3])
    const { people, moved } = removed(PEOPLE, 1)
    expect(people).toEqual([person('A', null, 'gold'), person('C', 0)])
    expect([...moved]).toEqual([[0, 0], [2, 1]])
  })

  it('keeps to the ranks that the plan has', () => {
    expect(fitted(PEOPLE, ['owner']).map((one) => one.rank)).toEqual(['owner', 'owner', 'owner', null])
    expect(fitted(PEOPLE, ['owner', 'gold'])).toBe(PEOPLE)
  })

  it('is drawn with everybody in her own place', () => {
    expect(spots(PEOPLE)).toEqual([{ x: 0.5, y: 0 }, { x: 0, y: 1 }, { x: 1, y: 1 }, { x: 0, y: 2 }])
  })

  it('never runs out of names', () => {
    const all = Array.from({ length: 60 }).reduce<Person[]>((people) => invited(people, 0, null), [])
    expect(new Set(all.map((one) => one.name)).size).toBe(60)
    expect(nextName(all)).toBe('I3')
  })
})
