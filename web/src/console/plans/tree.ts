/** A tree of people on which an order is tried: who stands under whom, and where each is drawn. */

export interface Person {
  name: string
  /** Their inviter's place: an earlier one. */
  inviter: number | null
  /** Their rank's id; nothing for a customer. */
  rank: string | null
}

export interface Order {
  buyer: number
  seller: number | null
  /** Minor units; nothing while what is typed is no amount. */
  amount: number | null
  cost: number | null
  /** Millionths. */
  rate: number | null
  category: string
  product: string
}

/** People on a tree at most: what the API takes. */
export const MOST = 200

/** The first letter that nobody has for a name, then `A2`, `B2` … */
export function nextName(people: Person[]): string {
  const taken = new Set(people.map((one) => one.name))
  for (let round = 1; ; round++) {
    for (let letter = 0; letter < 26; letter++) {
      const name = String.fromCharCode(65 + letter) + (round > 1 ? round : '')
      if (!taken.has(name)) return name
    }
  }
}

/** Somebody of each rank under the next higher one, one more of the lowest who sells, and a customer of theirs who buys. */
export function firstTree(ranks: string[]): Person[] {
  const people: Person[] = []
  const add = (rank: string | null) => people.push({ name: nextName(people), inviter: people.length ? people.length - 1 : null, rank })
  for (const rank of [...ranks].reverse()) add(rank)
  if (ranks[0]) add(ranks[0])
  add(null)
  return people
}

/** Whether a tree is still the one that opens for these ranks. */
export function isFirstTree(people: Person[], ranks: string[]): boolean {
  const first = firstTree(ranks)
  return people.length === first.length && people.every((one, at) => one.name === first[at]?.name && one.inviter === first[at].inviter && one.rank === first[at].rank)
}

/** With somebody new under a place; they stand last. */
export function invited(people: Person[], inviter: number, rank: string | null): Person[] {
  return [...people, { name: nextName(people), inviter, rank }]
}

/** Places of somebody and all below them. */
export function below(people: Person[], place: number): Set<number> {
  const found = new Set([place])
  people.forEach((one, at) => one.inviter !== null && found.has(one.inviter) && found.add(at))
  return found
}

/** Without somebody and all below them; `moved` tells where the others stand now. */
export function removed(people: Person[], place: number): { people: Person[]; moved: Map<number, number> } {
  const gone = below(people, place)
  const moved = new Map<number, number>()
  people.forEach((_, at) => !gone.has(at) && moved.set(at, moved.size))
  const left = people.filter((_, at) => !gone.has(at)).map((one) => ({ ...one, inviter: one.inviter === null ? null : (moved.get(one.inviter) ?? null) }))
  return { people: left, moved }
}

/** Ranks that the plan does not have any more become its lowest. */
export function fitted(people: Person[], ranks: string[]): Person[] {
  if (people.every((one) => one.rank === null || ranks.includes(one.rank))) return people
  return people.map((one) => (one.rank === null || ranks.includes(one.rank) ? one : { ...one, rank: ranks[0] ?? null }))
}

export interface Spot {
  x: number
  y: number
}

/** Where everybody is drawn: a row for each level, parents above the middle of their people. In columns and rows. */
export function spots(people: Person[]): Spot[] {
  const children = people.map((): number[] => [])
  const roots: number[] = []
  people.forEach((one, at) => (one.inviter === null ? roots : children[one.inviter])?.push(at))
  const found: Spot[] = people.map(() => ({ x: 0, y: 0 }))
  let free = 0
  // An inviter stands before their people, so rows come in order and columns backwards.
  people.forEach((one, at) => (found[at] = { x: 0, y: one.inviter === null ? 0 : (found[one.inviter]?.y ?? 0) + 1 }))
  const place = (at: number): number => {
    const mine = (children[at] ?? []).map(place)
    const x = mine.length ? ((mine[0] ?? 0) + (mine.at(-1) ?? 0)) / 2 : free++
    const spot = found[at]
    if (spot) spot.x = x
    return x
  }
  roots.forEach(place)
  return found
}
