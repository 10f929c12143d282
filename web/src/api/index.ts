/**
 * The API, typed by its own description. `take` gives the answer or throws a `Problem`:
 *
 *     const order = await take(api.GET('/api/v1/orders/{id}', { params: { path: { id } } }))
 *     await take(api.POST('/api/v1/orders', { body }))
 *
 * Every write carries an `Idempotency-Key`: no page has to think of it.
 */
import createClient from 'openapi-fetch'
import { shallowRef } from 'vue'
import { lang } from '@/base/words'
import { answered, keyOf, writeOf } from './key'
import { Problem, read, unreachable } from './problem'
import type { components, paths } from './schema'

export { asProblem, Problem } from './problem'

/** The shapes of the API: `Schema['OrderView']`. */
export type Schema = components['schemas']

const nobody: Schema['SessionView'] = {
  kind: 'visitor',
  frozen: false,
  permissions: [],
  code_needed: false,
  language: 'en',
}

/** Who is signed in. */
export const session = shallowRef<Schema['SessionView']>(nobody)

/** Asks who is signed in. */
export async function whoAmI(): Promise<Schema['SessionView']> {
  session.value = await take(api.GET('/api/v1/session'))
  return session.value
}

/** Signs out here. */
export async function signOut(): Promise<void> {
  await take(api.DELETE('/api/v1/session'))
  session.value = nobody
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    throw unreachable()
  }
}

function signed(request: Request): Request {
  request.headers.set('accept-language', lang.value)
  if (session.value.csrf) request.headers.set('x-csrf-token', session.value.csrf)
  return request
}

/** Sends; if another tab has signed in meanwhile, asks who we are and sends once more. */
async function sendSigned(request: Request): Promise<Response> {
  const write = await writeOf(request)
  if (write !== null) request.headers.set('idempotency-key', keyOf(write))
  const again = request.clone()
  const response = await send(signed(request))
  if (write !== null) answered(write, response.status)
  if (response.ok) return response
  const problem = await read(response)
  if (problem.code === 'csrf') {
    await whoAmI()
    const second = await send(signed(again))
    if (second.ok) return second
    throw await read(second)
  }
  if (problem.code === 'signed_out') session.value = nobody
  throw problem
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: sendSigned })

/** The answer of a call, or a `Problem`. */
export async function take<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (error !== undefined || !response.ok) {
    throw new Problem('unreadable', response.status, { zh: '商店的回答看不懂', en: 'the answer cannot be read' })
  }
  return data as T
}
