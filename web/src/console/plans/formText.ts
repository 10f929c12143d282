/** What all fields of the form share: the text they read from and write to. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { TomlValue } from 'smol-toml'
import type { Mark } from './colour'
import { commentsIn, ensure, parts, put, valueOf, written, type Part } from './toml'

export interface FormText {
  text: ComputedRef<string>
  parts: ComputedRef<Part[]>
  marks: ComputedRef<Mark[]>
  /** Another text; told how many comments are gone. */
  change: (next: string) => void
  go: (line: number) => void
}

const KEY: InjectionKey<FormText> = Symbol('form')

export function provideForm(source: () => string, marks: () => Mark[], change: (next: string, lost: number) => void, go: (line: number) => void): FormText {
  const text = computed(source)
  const form: FormText = {
    text,
    parts: computed(() => parts(text.value) ?? []),
    marks: computed(marks),
    change: (next) => change(next, Math.max(0, commentsIn(text.value) - commentsIn(next))),
    go,
  }
  provide(KEY, form)
  return form
}

export function useForm(): FormText {
  const form = inject(KEY)
  if (!form) throw new Error('a field stands in a form')
  return form
}

/** Where a table is made that is missing: after the first of these that is there. */
const AFTER: Record<string, string[]> = { plan: [], join: ['plan'], sale: ['join', 'plan'], limits: ['sale', 'join', 'plan'], volumes: ['limits', 'sale', 'join', 'plan'], placement: ['limits', 'sale', 'join', 'plan'] }

/** One table, or the `place`-th of a list. */
export function usePart(name: () => string, place: () => number) {
  const form = useForm()
  const find = (all: Part[]) => all.filter((one) => one.name === name())[place()]
  const part = computed(() => find(form.parts.value))
  const entry = (key: string) => part.value?.entries.find((one) => one.key === key)
  return {
    part,
    value: (key: string): TomlValue | undefined => valueOf(form.text.value, part.value, key),
    raw: (key: string): string => written(form.text.value, part.value, key),
    /** What is said of a key's lines. */
    said: (key: string): string => {
      const found = entry(key)
      if (!found) return ''
      const line = form.text.value.slice(0, found.lineFrom).split('\n').length
      return form.marks.value.filter((mark) => mark.severity === 'error' && mark.line === line).map((mark) => mark.text).join(' ')
    },
    /** Writes keys, in their order; an empty value takes a key out. */
    set: (...values: [key: string, value: string][]) => {
      let text = ensure(form.text.value, name(), AFTER[name()] ?? [])
      for (const [key, value] of values) {
        const here = find(parts(text) ?? [])
        if (here) text = put(text, here, key, value)
      }
      form.change(text)
    },
  }
}
