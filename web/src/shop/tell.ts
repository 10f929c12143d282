/** Short words that come and go: what was done. And questions before what cannot be undone. */
import { showConfirmDialog, showToast } from 'vant'
import 'vant/es/dialog/style'
import 'vant/es/toast/style'

/** Says that something was done. */
export function tell(message: string): void {
  showToast({ message, position: 'bottom', wordBreak: 'break-word' })
}

/** Asks; whether the answer was yes. Focus goes to the question, and back to what asked it. */
export async function sure(title: string, message: string): Promise<boolean> {
  const asking = document.activeElement
  const answer = await showConfirmDialog({ title, message }).then(() => true, () => false)
  if (asking instanceof HTMLElement && asking.isConnected) asking.focus({ preventScroll: true })
  return answer
}
