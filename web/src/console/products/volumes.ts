import { money } from '@/base/money'

/** What one piece counts for beside its price, by the volume's name; `null` leaves it to the plan. */
export type Volumes = Record<string, number | null>

/** Those that are said, of the volumes that a plan names now: a former plan may have named others. */
export function said(volumes: Volumes, known: { id: string }[]): Record<string, number> {
  const all = known.map(({ id }) => [id, volumes[id] ?? null] as const)
  return Object.fromEntries(all.filter((one): one is [string, number] => one[1] !== null))
}

/** In words: `bv 30.00, pv 60.00`. */
export const shown = (volumes: Record<string, number>, between: string) =>
  Object.entries(volumes).map(([id, amount]) => `${id} ${money(amount)}`).join(between)
