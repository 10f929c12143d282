/** By whose link somebody came: told to the shop once, kept as long as the shop credits it. */
import { api, take } from '@/api'
import { shop } from '@/base/shop'

const VIA = 'banyan.via'
const VISITOR = 'banyan.visitor'

/** A random name of this browser, for visitors who are not signed in. */
export function visitor(): string {
  const kept = localStorage.getItem(VISITOR)
  if (kept) return kept
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  localStorage.setItem(VISITOR, made)
  return made
}

/** The code of the last link that still counts. */
export function via(): string | null {
  const [code, at] = (localStorage.getItem(VIA) ?? '').split(' ')
  const days = shop.value?.attribution_days ?? 30
  return code && at && Date.now() - Number(at) < days * 86_400_000 ? code : null
}

/** Somebody came by a link. */
export async function came(code: string, product: string | null): Promise<void> {
  localStorage.setItem(VIA, `${code.slice(0, 64)} ${Date.now()}`)
  // A wrong code is no reason to show them a trouble.
  await take(api.POST('/api/v1/visits', { body: { code, product, visitor: visitor() } })).catch(() => undefined)
}
