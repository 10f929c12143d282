/**
 * The `Idempotency-Key` of a write. What is sent again because no answer came carries the key of the first time, so that
 * the shop does it once; what is sent again after an answer is another write, with another key.
 */

/** Keys of writes that have not been answered, by what they ask for. */
const waiting = new Map<string, string>()

function fresh(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What a request asks for, if it writes anything: method, address and body. */
export async function writeOf(request: Request): Promise<string | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return null
  return `${request.method} ${request.url}\n${await request.clone().text()}`
}

/** The key of a write. */
export function keyOf(write: string): string {
  const key = waiting.get(write) ?? fresh()
  waiting.set(write, key)
  return key
}

/** The write was answered. After a failure of the server nobody knows whether it was done: its key is kept. */
export function answered(write: string, status: number): void {
  if (status < 500) waiting.delete(write)
}
