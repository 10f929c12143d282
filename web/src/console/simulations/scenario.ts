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

/** Days of people that two processors go through in a second, if everybody joins. */
const DAYS_A_SECOND = 5e7

/** About how long it takes, at most. */
export function takes(size: Size, runs: number): 'moments' | 'minute' | 'minutes' | 'long' | 'hours' {
  const seconds = (size.people * size.days * runs) / DAYS_A_SECOND
  if (seconds < 10) return 'moments'
  if (seconds < 90) return 'minute'
  return seconds < 600 ? 'minutes' : seconds < 3600 ? 'long' : 'hours'
}

/** The line of a scenario that a problem speaks of; it is told in words only. */
export const lineOf = (problem: Problem) => Number(/^line (\d+) /.exec(problem.words.en)?.[1]) || undefined
