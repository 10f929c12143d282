/** Focus follows what happens: when the control that was used has gone, the reader is taken to what stands in its place. */
import { nextTick } from 'vue'

/** What may take over: a dialog, a form, a part of the page, the page. */
const PLACES = 'section, form, article, [role="dialog"], main, #app'
/** What says how it went; else a heading. */
const TELLING = ['[role="alert"], [role="status"]:not([data-waiting])', 'h1, h2']

/** Where focus is, and what is around it, before something is done. */
export function whereFocusIs(): Element[] {
  const around: Element[] = []
  for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) around.push(at)
  return around
}

const isUsable = (el: Element) => el.isConnected && !el.matches(':disabled') && el.checkVisibility({ visibilityProperty: true })

/** Takes focus on, if what had it `before` has gone or can no longer be used. */
export async function follow(before: Element[]): Promise<void> {
  await nextTick()
  const [used, ...around] = before
  const here = document.activeElement
  // Somebody else has moved it, or it is where it was.
  if (!used || isUsable(used) || (here && here !== document.body && here !== used)) return
  const place = around.find((el) => isUsable(el) && el.matches(PLACES))
  if (!place) return
  const told = TELLING.map((kind) => Array.from(place.querySelectorAll<HTMLElement>(kind)).find(isUsable)).find(Boolean) ?? (place as HTMLElement)
  if (!told.hasAttribute('tabindex')) told.tabIndex = -1
  told.focus({ preventScroll: told.matches('h1') })
}
