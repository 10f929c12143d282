import { describe, expect, it } from 'vitest'
import { appended, comments, ensure, parts, put, quoted, swapped, valueOf, without, written } from './toml'

const PLAN = `# Two ranks.
[plan]
id = "wanwu"   # its name
title = { zh = "万物 # 心选", en = "Wanwu" }

[limits]
payout = "60%"            # of the amount

[[rank]]                  # lowest first
id = "owner"

# By hand only.
[[rank]]
id = "gold"
promote = { all = [
  { direct_invites = 15 }, # people ] }
  { own_sales = "5000.00" },
] }

[rank.keep]
own_orders = 3

[[reward]]
id = "own"
rate = "25%"
`

function part(text: string, name: string, place = 0) {
  const found = (parts(text) ?? []).filter((one) => one.name === name)[place]
  if (!found) throw new Error(name)
  return found
}

describe('the places of a plan', () => {
  it('are found whatever stands in texts and comments', () => {
    expect(parts(PLAN)?.map((one) => one.name)).toEqual(['', 'plan', 'limits', 'rank', 'rank', 'rank.keep', 'reward'])
    expect(valueOf(PLAN, part(PLAN, 'plan'), 'title')).toEqual({ zh: '万物 # 心选', en: 'Wanwu' })
    expect(valueOf(PLAN, part(PLAN, 'rank', 1), 'promote')).toEqual({ all: [{ direct_invites: 15 }, { own_sales: '5000.00' }] })
    expect(written(PLAN, part(PLAN, 'limits'), 'payout')).toBe('"60%"')
  })

  it('of a text that is no TOML are nowhere', () => expect(parts('[plan')).toBeNull())
})

describe('changing a plan', () => {
  it('changes a value and nothing else', () => {
    expect(put(PLAN, part(PLAN, 'limits'), 'payout', '"20%"')).toBe(PLAN.replace('"60%"', '"20%"'))
  })

  it('puts a new key after the last one, and takes one out with its line', () => {
    const more = put(PLAN, part(PLAN, 'reward'), 'of', '"amount"')
    expect(more).toBe(`${PLAN}of = "amount"\n`)
    expect(put(more, part(more, 'reward'), 'of', '')).toBe(PLAN)
  })

  it('makes a table that is missing', () => {
    const text = ensure(PLAN, 'join', ['plan'])
    expect(text).toContain('en = "Wanwu" }\n\n[join]\n\n[limits]')
    expect(put(text, part(text, 'join'), 'how', '"open"')).toContain('[join]\nhow = "open"\n\n[limits]')
    expect(ensure(text, 'join', ['plan'])).toBe(text)
  })

  it('adds a rank behind the last one, its own tables and all', () => {
    expect(appended(PLAN, 'rank', 'id = "senior"\n')).toContain('own_orders = 3\n\n[[rank]]\nid = "senior"\n\n[[reward]]')
  })

  it('takes a rank out with all that is its own, and tells what comments go', () => {
    const text = without(PLAN, 'rank', 1)
    expect(text).toContain('id = "owner"\n\n[[reward]]')
    expect(text).not.toContain('By hand')
    expect(comments(PLAN, 'rank', 1)).toBe(2)
    expect(comments(PLAN, 'reward', 0)).toBe(0)
  })

  it('lets two ranks change places, and back', () => {
    const text = swapped(PLAN, 'rank', 0)
    expect(parts(text)?.map((one) => one.name)).toEqual(['', 'plan', 'limits', 'rank', 'rank.keep', 'rank', 'reward'])
    expect(text).toContain('# By hand only.\n[[rank]]\nid = "gold"')
    expect(swapped(text, 'rank', 0)).toBe(PLAN)
  })

  it('writes any text so that it is read back', () => {
    const text = put(PLAN, part(PLAN, 'plan'), 'id', quoted('a "b" \\ \n 中'))
    expect(valueOf(text, part(text, 'plan'), 'id')).toBe('a "b" \\ \n 中')
  })
})
