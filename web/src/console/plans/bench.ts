/** The text that somebody works on: where it came from, kept as it changes, with steps back. */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useLoad } from '@/base/load'
import { drop, keep, kept, type Draft } from './draft'
import { origin } from './origin'

/** Milliseconds of rest before a draft is kept; leaving keeps it at once. */
const REST = 300
/** Steps back at most. */
const STEPS = 50

export function useBench(from: Readonly<Ref<string>>) {
  const text = ref<string | null>(null)
  const began = ref('')
  const keptAt = ref(0)
  const isKept = ref(true)
  const theirs = shallowRef<Draft | null>(null)
  const steps = shallowRef<string[]>([])
  const isChanged = computed(() => text.value !== null && text.value !== began.value)
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Whose text this is; a text is kept under its own name, whatever is opened next. */
  let name = ''

  const { problem, isLoading, reload } = useLoad(async () => {
    flush()
    const wanted = from.value
    const draft = kept(wanted)
    const source = draft ? draft.began : await origin(wanted)
    if (wanted !== from.value) return
    name = wanted
    steps.value = []
    theirs.value = null
    began.value = source ?? ''
    keptAt.value = draft?.at ?? 0
    text.value = draft?.text ?? source
  }, from)

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (text.value === null || !name) return
    const before = kept(name)
    if (text.value === (before?.text ?? began.value)) return
    // A file is nowhere else: it stays, changed or not.
    if (!isChanged.value && !name.startsWith('file-')) {
      drop(name)
      keptAt.value = 0
      return
    }
    keptAt.value = Date.now()
    isKept.value = keep({ from: name, text: text.value, began: began.value, at: keptAt.value })
  }
  watch(text, () => {
    if (theirs.value) return
    clearTimeout(timer)
    timer = setTimeout(flush, REST)
  }, { flush: 'sync' })

  /** Another window keeps the same draft. */
  function heard(event: StorageEvent) {
    const other = kept(name)
    if (event.key === `banyan.plan.${name}` && other && other.text !== text.value) theirs.value = other
  }
  function decide(isTheirs: boolean) {
    const other = theirs.value
    theirs.value = null
    if (isTheirs && other) change(other.text)
    else flush()
  }
  /** Nothing can be kept: the browser asks before it lets go. */
  function unload(event: BeforeUnloadEvent) {
    flush()
    if (!isKept.value && isChanged.value) event.preventDefault()
  }
  window.addEventListener('storage', heard)
  window.addEventListener('beforeunload', unload)
  window.addEventListener('pagehide', flush)
  onScopeDispose(() => {
    flush()
    window.removeEventListener('storage', heard)
    window.removeEventListener('beforeunload', unload)
    window.removeEventListener('pagehide', flush)
  })

  /** Another text, from a form or a mend: it can be undone. */
  function change(next: string) {
    if (text.value === null || next === text.value) return
    steps.value = [...steps.value.slice(1 - STEPS), text.value]
    text.value = next
  }
  function undo() {
    const before = steps.value.at(-1)
    steps.value = steps.value.slice(0, -1)
    if (before !== undefined) text.value = before
  }
  /** It is published: the draft has done its work. */
  function finish() {
    clearTimeout(timer)
    drop(name)
    name = ''
  }
  return { text, began, keptAt, isKept, isChanged, theirs, steps, problem, isLoading, reload, change, undo, decide, finish }
}
