/** What is read of a scenario's text while somebody writes it. The shop reads it anew, and says what is wrong with it. */
import type { Problem } from '@/api'
import { parts, valueOf } from '../plans/toml'

/** How large a scenario is. */
export interface Size {
  days: number
  people: number
}

const places = { days: 'run', people: 'market' } as const

/** What it says, and where it says nothing, or cannot be read yet, the `defaults`. */
export function sizeOf(text: string, defaults: Size): Size {
  const all = parts(text)
  const of = (key: keyof Size) => {
    const found = all && valueOf(text, all.find((one) => one.name === places[key]), key)
    return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : defaults[key]
  }
  return { days: of('days'), people: of('people') }
}

/** Variants of a plan: invitations stopped, and ten inputs, each a fifth lower and higher. Each is run with the first seeds. */
const VARIANTS = 21
const VARIANT_SEEDS = 10

/** How many runs it takes besides the plans' own. */
export const variantRuns = (plans: number, seeds: number) => plans * VARIANTS * Math.min(seeds, VARIANT_SEEDS)

/** About how long it takes, of a machine with two processors: members' days that are gone through. */
export function takes(size: Size, runs: number): 'moments' | 'minutes' | 'long' | 'hours' {
  const days = size.people * size.days * runs
  if (days < 3e8) return 'moments'
  return days < 1e10 ? 'minutes' : days < 6e10 ? 'long' : 'hours'
}

/** The line of a scenario that a problem speaks of; it is told in words only. */
export const lineOf = (problem: Problem) => Number(/^line (\d+) /.exec(problem.words.en)?.[1]) || undefined
