/** What somebody has typed and not sent yet: it is there when they come back to it. */
import { reactive, watch } from 'vue'

/** Fields as wide as what may be typed into them: `false` to begin with is a boolean. */
type Fields<T> = { [K in keyof T]: T[K] extends boolean ? boolean : string }

const drafts = new Map<string, object>()

/**
 * The draft of a form, by its name. It survives other pages, and a reload as well, but for the fields named `secret`,
 * which are never stored. `forget` it when it has been sent.
 */
export function useDraft<T extends Record<string, string | boolean>>(name: string, empty: T, secret: (keyof T & string)[] = []): { draft: Fields<T>; forget: () => void } {
  const key = `banyan.draft.${name}`
  let draft = drafts.get(name) as Fields<T> | undefined
  if (!draft) {
    const made = reactive({ ...empty, ...kept(key, empty) }) as Fields<T>
    draft = made
    drafts.set(name, made)
    watch(made, () => {
      const open = Object.entries(made).filter(([field]) => !secret.includes(field))
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(open)))
    })
  }
  const own = draft
  function forget() {
    Object.assign(own, empty)
    drafts.delete(name)
    sessionStorage.removeItem(key)
  }
  return { draft: own, forget }
}

/** Fields as they were kept; whatever is of another kind is left out. */
function kept<T extends object>(key: string, empty: T): Partial<T> {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}')
    const fields = Object.entries(found ?? {}).filter(([field, value]) => field in empty && typeof value === typeof empty[field as keyof T])
    return Object.fromEntries(fields) as Partial<T>
  } catch {
    return {}
  }
}
