import { describe, expect, it } from 'vitest'
import { cells, shareOf, side, type Tile } from './map'

const tile = (more: Partial<Tile>): Tile => ({
  id: '1', name: 'a', platform: 'wecom', kind: 'customers', purpose: 'light', state: 'live', account: '1', operator: '1',
  members: 100, counted_at: null, least: 10, best_from: 150, best_to: 200, most: 350, speaking: null, ...more,
})

describe('the map of groups', () => {
  it('adds people up by row and state, and leaves out of a mean what nobody looked at', () => {
    const map = cells([tile({}), tile({ members: 200 }), tile({ members: null }), tile({ state: 'pilot', members: 20 }), tile({ kind: 'leaders' })], 'kind', 'fill')
    expect(map.get('customers')?.get('live')).toMatchObject({ people: 300, share: 75 })
    expect(map.get('customers')?.get('live')?.groups).toHaveLength(3)
    expect(map.get('customers')?.get('pilot')).toMatchObject({ people: 20, share: 10 })
    expect(map.get('leaders')?.get('live')?.people).toBe(100)
  })

  it('says nothing of what was not observed', () => {
    expect(shareOf(tile({ members: null }), 'fill')).toBeNull()
    expect(shareOf(tile({}), 'speaking')).toBeNull()
    expect(shareOf(tile({ speaking: 254 }), 'speaking')).toBe(25)
    expect(cells([tile({ members: null })], 'account', 'fill').get('1')?.get('live')?.share).toBeNull()
  })

  it('draws no tile too small for a finger, nor too large for the page', () => {
    expect([null, 0, 100, 200, 400, 40_000].map(side)).toEqual([36, 36, 36, 51, 72, 72])
  })
})
