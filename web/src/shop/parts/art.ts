/** Calm pictures for what has none: a tint and the first letter, both by the title, so that a thing looks the same everywhere. */

/** Ground and ink of each tint, in light. `Picture.vue` has them in dark as well. */
export const tints = [
  ['#e4efe8', '#2c6a4d'],
  ['#f4ebdf', '#85551f'],
  ['#e6ebf4', '#3b5784'],
  ['#f4e6e4', '#8b4040'],
  ['#ece6f2', '#63498a'],
  ['#e1eff0', '#22656c'],
  ['#f1eed8', '#6b5a14'],
  ['#efe8e2', '#6a5040'],
] as const

export interface Art {
  /** Which of the tints. */
  tint: number
  initial: string
  /** Rings around two places: x, y, radius, out of 100. */
  rings: [number, number, number][]
}

function hash(text: string): number {
  let h = 2166136261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return h >>> 0
}

/** The picture of something. */
export function art(title: string): Art {
  const own = hash(title)
  const initial = /[\p{L}\p{N}]/u.exec(title)?.[0]?.toUpperCase() ?? '·'
  const x = 10 + (own % 80)
  const y = 70 + ((own >>> 8) % 30)
  const rings = [26, 38, 50].map((radius): [number, number, number] => [x, y, radius])
  return { tint: (own >>> 16) % tints.length, initial, rings }
}
