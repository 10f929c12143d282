import { beforeEach, expect, test, vi } from 'vitest'

type Answer = () => Response
const sent: { method: string; key: string | null }[] = []
let answers: Answer[] = []

const ok: Answer = () => new Response('{}', { status: 200, headers: { 'content-type': 'application/json' } })
const refused: Answer = () => new Response(JSON.stringify({ code: 'no', status: 409, zh: '不行', en: 'no' }), { status: 409 })
const broken: Answer = () => new Response('{}', { status: 502 })
const lost: Answer = () => {
  throw new TypeError('network')
}

beforeEach(() => {
  sent.length = 0
  vi.stubGlobal('location', { origin: 'http://shop.test' })
  vi.stubGlobal('fetch', (request: Request) => {
    sent.push({ method: request.method, key: request.headers.get('idempotency-key') })
    return Promise.resolve().then(answers.shift() ?? ok)
  })
})

async function cancel(order: string) {
  const { api, take } = await import('./index')
  return take(api.POST('/api/v1/orders/{id}/cancel', { params: { path: { id: order } } })).catch(() => null)
}

test('every write carries a key, and a question carries none', async () => {
  const { api } = await import('./index')
  await api.GET('/api/v1/orders')
  await api.DELETE('/api/v1/me/addresses/{id}', { params: { path: { id: '1' } } })
  await cancel('1')
  expect(sent.map((one) => one.key !== null)).toEqual([false, true, true])
})

test('what is sent again because no answer came carries the key of the first time', async () => {
  answers = [lost, broken, ok, ok]
  for (let round = 0; round < 4; round++) await cancel('2')
  const keys = sent.map((one) => one.key)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).toBe(keys[0])
  // It was answered: the next one is another.
  expect(keys[3]).not.toBe(keys[0])
})

test('a refusal is an answer, and another order is another write', async () => {
  answers = [refused, ok]
  await cancel('3')
  await cancel('3')
  answers = [lost, lost]
  await cancel('4')
  await cancel('5')
  expect(new Set(sent.map((one) => one.key)).size).toBe(4)
})
