import { expect, test } from 'vitest'

/** What reaches a server beside our client, which gives every write its key. */
const OTHER_WAYS = /\bfetch\s*\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bEventSource\b|\bWebSocket\b|<form[^>]*\saction=/

test('no page sends anything but by the client', () => {
  const pages = import.meta.glob<string>(['../**/*.{ts,vue}', '!../api/**'], { query: '?raw', import: 'default', eager: true })
  expect(Object.keys(pages).length).toBeGreaterThan(200)
  const others = Object.entries(pages).filter(([, text]) => OTHER_WAYS.test(text))
  expect(others.map(([file]) => file)).toEqual([])
})
