/**
 * Plans that somebody works on, kept in this browser, one for each plan they begin from: leaving the studio loses nothing.
 */

export interface Draft {
  /** What it began from: `version-3`, `ready-wanwu`, `file-my-plan`. */
  from: string
  text: string
  /** The text it began with. */
  began: string
  /** When it was kept last, in milliseconds. */
  at: number
}

const PREFIX = 'banyan.plan.'

/** Keeps a draft; false if this browser keeps nothing. */
export function keep(draft: Draft, store: Storage = localStorage): boolean {
  try {
    store.setItem(PREFIX + draft.from, JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** The draft that began from there. */
export function kept(from: string, store: Storage = localStorage): Draft | null {
  try {
    const found = JSON.parse(store.getItem(PREFIX + from) ?? 'null') as Partial<Draft> | null
    if (typeof found?.text !== 'string') return null
    return { from, text: found.text, began: typeof found.began === 'string' ? found.began : found.text, at: Number(found.at) || 0 }
  } catch {
    return null
  }
}

/** All drafts, the latest first. */
export function drafts(store: Storage = localStorage): Draft[] {
  const names = Array.from({ length: store.length }, (_, at) => store.key(at) ?? '').filter((name) => name.startsWith(PREFIX))
  const found = names.map((name) => kept(name.slice(PREFIX.length), store)).filter((one) => one !== null)
  return found.sort((a, b) => b.at - a.at)
}

/** Throws a draft away. */
export function drop(from: string, store: Storage = localStorage): void {
  store.removeItem(PREFIX + from)
}

/** A name under which no draft is kept yet. */
export function fresh(from: string, store: Storage = localStorage): string {
  let name = from
  for (let number = 2; store.getItem(PREFIX + name) !== null; number++) name = `${from}-${number}`
  return name
}
