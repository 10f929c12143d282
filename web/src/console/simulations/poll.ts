/** Asks again and again while there is something to wait for, and a page to see it. */
import { onScopeDispose, watch, type WatchSource } from 'vue'

/** Milliseconds between an answer and the next question. */
const REST = 1500

export function usePoll(isNeeded: WatchSource<boolean>, ask: () => Promise<unknown>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0
  async function again(mine: number) {
    if (document.visibilityState === 'visible') await ask()
    if (mine === round) timer = setTimeout(() => void again(mine), REST)
  }
  function stop() {
    round++
    clearTimeout(timer)
  }
  watch(isNeeded, (needed) => {
    stop()
    const mine = round
    if (needed) timer = setTimeout(() => void again(mine), REST)
  }, { immediate: true })
  onScopeDispose(stop)
}
