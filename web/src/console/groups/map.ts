/** All groups as a map: rows of what one likes, columns of states; each cell with its groups, people, and how it does. */
import type { Schema } from '@/api'

export type Tile = Schema['ChatTile']
export type State = Tile['state']
export type Rows = 'kind' | 'purpose' | 'account' | 'operator'
export type Colour = 'fill' | 'speaking'

/** The states that a group on the map can have. */
export const columns: State[] = ['draft', 'pilot', 'proven', 'live', 'closing']

export interface Cell {
  groups: Tile[]
  people: number
  /** Hundredths: of the best size, or of people who speak; nothing where nobody looked. */
  share: number | null
}

/** How a group does, in hundredths; nothing where nobody looked. */
export function shareOf(tile: Tile, colour: Colour): number | null {
  if (colour === 'speaking') return typeof tile.speaking === 'number' ? Math.round(tile.speaking / 10) : null
  return typeof tile.members === 'number' ? Math.round((tile.members * 100) / tile.best_to) : null
}

/** The cells of a map: by the row's key, then by the state. A cell's share is the mean of its groups that somebody looked at. */
export function cells(tiles: Tile[], rows: Rows, colour: Colour): Map<string, Map<State, Cell>> {
  const map = new Map<string, Map<State, Cell>>()
  for (const tile of tiles) {
    const row = map.get(tile[rows]) ?? new Map<State, Cell>()
    const cell = row.get(tile.state) ?? { groups: [], people: 0, share: null }
    cell.groups.push(tile)
    cell.people += tile.members ?? 0
    row.set(tile.state, cell)
    map.set(tile[rows], row)
  }
  for (const row of map.values()) {
    for (const cell of row.values()) {
      const seen = cell.groups.map((tile) => shareOf(tile, colour)).filter((share) => share !== null)
      cell.share = seen.length > 0 ? Math.round(seen.reduce((sum, one) => sum + one, 0) / seen.length) : null
    }
  }
  return map
}

/** The side of a tile in pixels: its area grows with the people in it, between what a finger can hit and what still fits. */
export function side(members: number | null | undefined): number {
  return Math.round(Math.min(72, Math.max(36, Math.sqrt(members ?? 0) * 3.6)))
}
