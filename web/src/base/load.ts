/** What every page does: load something, page through a list, do one thing once. */
import { computed, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue'
import { asProblem, type Problem } from '@/api'
import { follow, whereFocusIs } from './focus'

/** Until what is there now has been drawn: what can wait asks afterwards. */
export const painted = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)))

export interface Load<T> {
  data: Readonly<Ref<T | null>>
  problem: Readonly<Ref<Problem | null>>
  isLoading: Readonly<Ref<boolean>>
  reload: () => Promise<void>
}

/** Loads now and whenever `of` changes; answers that were overtaken are dropped. */
export function useLoad<T>(ask: () => Promise<T>, of?: WatchSource<unknown> | WatchSource<unknown>[]): Load<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const isLoading = ref(true)
  let asked = 0
  async function reload() {
    const mine = ++asked
    isLoading.value = true
    problem.value = null
    try {
      const answer = await ask()
      if (mine === asked) data.value = answer
    } catch (thrown) {
      if (mine === asked) problem.value = asProblem(thrown)
    } finally {
      if (mine === asked) isLoading.value = false
    }
  }
  if (of) watch(of, reload)
  void reload()
  return { data, problem, isLoading, reload }
}

/** A page of a list, as the API gives it. */
export interface Page<T> {
  items: T[]
  next?: string | null
}

/** Pages through a list: begins now and whenever `of` changes. */
export function usePages<T>(ask: (cursor: string | undefined) => Promise<Page<T>>, of?: WatchSource<unknown> | WatchSource<unknown>[]) {
  const items = shallowRef<T[]>([])
  const next = ref<string | null | undefined>()
  const problem = shallowRef<Problem | null>(null)
  const isLoading = ref(false)
  const isDone = computed(() => next.value === null)
  let round = 0
  async function more() {
    if (isLoading.value || isDone.value) return
    const mine = round
    isLoading.value = true
    problem.value = null
    try {
      const page = await ask(next.value ?? undefined)
      if (mine !== round) return
      items.value = [...items.value, ...page.items]
      next.value = page.next ?? null
    } catch (thrown) {
      if (mine === round) problem.value = asProblem(thrown)
    } finally {
      if (mine === round) isLoading.value = false
    }
  }
  function reload() {
    round++
    items.value = []
    next.value = undefined
    isLoading.value = false
    return more()
  }
  if (of) watch(of, reload)
  void more()
  return { items, problem, isLoading, isDone, more, reload }
}

/** Does one thing; a second press while it is under way does nothing. Gives the answer, or `null` with a `problem`; focus follows. */
export function useAct<A extends unknown[], T>(act: (...args: A) => Promise<T>) {
  const isBusy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  async function run(...args: A): Promise<T | null> {
    if (isBusy.value) return null
    isBusy.value = true
    problem.value = null
    const focus = whereFocusIs()
    try {
      return await act(...args)
    } catch (thrown) {
      problem.value = asProblem(thrown)
      return null
    } finally {
      isBusy.value = false
      void follow(focus)
    }
  }
  return { run, isBusy, problem }
}
