/** Settings under change: what differs, and how two people's changes come together. */
import type { Schema } from '@/api'

export type Settings = Required<Omit<Schema['Settings'], 'withdrawals' | 'binding' | 'declared'>> & {
  declared: Required<Schema['Declared']>
  withdrawals: Required<Schema['Withdrawals']>
  binding: Schema['Binding']
}
export type Field = keyof Settings

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The fields that differ. */
export function differences(a: Settings, b: Settings): Field[] {
  return (Object.keys(a) as Field[]).filter((field) => !same(a[field], b[field]))
}

/** Their settings with my changes of `base` on top. */
export function merged(base: Settings, mine: Settings, theirs: Settings): Settings {
  const kept = Object.fromEntries(differences(base, mine).map((field) => [field, mine[field]]))
  return { ...theirs, ...kept }
}

/** The API gives every field. */
export const whole = (settings: Schema['Settings']) => structuredClone(settings) as Settings
