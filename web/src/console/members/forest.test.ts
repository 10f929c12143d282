import { describe, expect, it } from 'vitest'
import { Forest, type Person } from './forest'

/** A tree in which everybody below 100 has ten people: 1 has 10–19, 12 has 120–129. Pages hold four, the newest first. */
const person = (id: string): Person => ({ id, invited: Number(id) < 100 ? 10 : 0 })
async function ask(id: string, cursor: string | undefined) {
  const all = Array.from({ length: person(id).invited }, (_, at) => String(Number(id) * 10 + 9 - at))
  const from = Number(cursor ?? 0)
  const next = from + 4
  return { items: all.slice(from, next).map(person), next: next < all.length ? String(next) : null }
}

const drawn = (forest: Forest<Person>) => forest.rows.map((row) => (row.isMore ? `${row.branch.person.id}+` : `${'-'.repeat(row.branch.depth)}${row.branch.person.id}`))
const at = (forest: Forest<Person>, id: string) => {
  const found = forest.rows.find((row) => row.branch.person.id === id && !row.isMore)
  if (!found) throw new Error(`${id} is not drawn`)
  return found.branch
}

describe('a forest', () => {
  it('opens people page by page', async () => {
    const forest = new Forest(ask, [person('1'), person('2')])
    await forest.open(at(forest, '1'))
    expect(drawn(forest)).toEqual(['1', '-19', '-18', '-17', '-16', '1+', '2'])
    await forest.more(at(forest, '1'))
    await forest.more(at(forest, '1'))
    expect(drawn(forest)).toEqual(['1', '-19', '-18', '-17', '-16', '-15', '-14', '-13', '-12', '-11', '-10', '2'])
  })

  it('hides everything below, and remembers it', async () => {
    const forest = new Forest(ask, [person('1')])
    await forest.open(at(forest, '1'))
    await forest.open(at(forest, '18'))
    const open = drawn(forest)
    expect(open).toEqual(['1', '-19', '-18', '--189', '--188', '--187', '--186', '18+', '-17', '-16', '1+'])
    forest.close(at(forest, '1'))
    expect(drawn(forest)).toEqual(['1'])
    await forest.open(at(forest, '1'))
    expect(drawn(forest)).toEqual(open)
  })

  it('shows the way to somebody without asking for those beside it, and does not draw anybody twice later', async () => {
    const asked: string[] = []
    const forest = new Forest((id, cursor) => (asked.push(id), ask(id, cursor)), [person('2')])
    expect(forest.reveal(['121', '12', '1'].map(person))?.person.id).toBe('121')
    expect(asked).toEqual([])
    expect(drawn(forest)).toEqual(['1', '-12', '--121', '12+', '1+', '2'])
    await forest.more(at(forest, '12'))
    expect(drawn(forest)).toEqual(['1', '-12', '--121', '--129', '--128', '--127', '--126', '12+', '1+', '2'])
    for (let page = 0; page < 3; page++) await forest.more(at(forest, '1'))
    expect(drawn(forest).filter((one) => one === '-12')).toHaveLength(1)
    expect(drawn(forest)).not.toContain('1+')
  })

  it('keeps the way to somebody when those beside it could not be asked for', async () => {
    const forest = new Forest<Person>(() => Promise.reject(new Error('down')), [])
    forest.reveal(['12', '1'].map(person))
    await expect(forest.more(at(forest, '1'))).rejects.toThrow('down')
    expect(drawn(forest)).toEqual(['1', '-12', '1+'])
  })

  it('can be opened again after an answer that never came', async () => {
    let isDown = true
    const forest = new Forest<Person>((id, cursor) => (isDown ? Promise.reject(new Error('down')) : ask(id, cursor)), [person('1')])
    await expect(forest.open(at(forest, '1'))).rejects.toThrow('down')
    isDown = false
    await forest.open(at(forest, '1'))
    expect(drawn(forest)).toHaveLength(6)
  })
})
