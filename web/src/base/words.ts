/**
 * Words for people. Chinese and English stand side by side and have the same shape, so that a missing one does not compile:
 *
 *     export const t = words({
 *       zh: { title: '我的订单', pieces: (n: number) => `${n} 件` },
 *       en: { title: 'My orders', pieces: (n: number) => (n === 1 ? '1 piece' : `${n} pieces`) },
 *     })
 *
 * `t.title` and `t.pieces(3)` are in the reader's language and change with it. Take nothing out of `t` at module level.
 */
import { ref, watchEffect } from 'vue'

export type Lang = 'zh' | 'en'

/** Both languages of one text, as the API gives them. */
export interface Words {
  zh: string
  en: string
}

type Like<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : T[K] extends readonly unknown[]
        ? { readonly [I in keyof T[K]]: Like<T[K][I]> }
        : Like<T[K]>
}

const KEY = 'banyan.lang'

function first(): Lang {
  const kept = localStorage.getItem(KEY)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** The reader's language. */
export const lang = ref<Lang>(first())

watchEffect(() => {
  document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : 'en'
})

/** The reader has chosen. */
export function choose(wanted: Lang): void {
  lang.value = wanted
  localStorage.setItem(KEY, wanted)
}

/** Words of one place, in the reader's language. */
export function words<T extends object>(both: { zh: T; en: NoInfer<Like<T>> }): Like<T> {
  return new Proxy({} as Like<T>, {
    get: (_, key) => (both[lang.value] as Record<PropertyKey, unknown>)[key],
  })
}

/** A text of the API, in the reader's language. */
export function say(text: Words | null | undefined): string {
  return text?.[lang.value] ?? ''
}

/** A text of the API that begins a line. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** A word for a code of the API; nothing for one that this page does not know yet. */
export function word<T extends object>(record: T, code: string): string {
  const found = record[code as keyof T]
  return typeof found === 'string' ? found : ''
}
