import { expect, test } from './shop'

test('pages are asked for again, what they load is kept for ever, and both come compressed', async ({ request, shop }) => {
  const page = await request.get(`${shop.url}/orders/1`)
  expect(page.headers()).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' })
  const policy = page.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
  const asset = await request.get(`${shop.url}${script}`, { headers: { 'accept-encoding': 'br' } })
  expect(asset.headers()).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'br' })
})

test('the console has its own page; what is nowhere is a problem, not a page', async ({ request, shop }) => {
  expect(await (await request.get(`${shop.url}/console/orders`)).text()).toMatch(/console-[^"]+\.js/)
  for (const path of ['/api/v1/nothing', '/assets/gone.js']) {
    const answer = await request.get(`${shop.url}${path}`)
    expect(answer.status()).toBe(404)
    expect(answer.headers()['content-type']).toBe('application/problem+json')
  }
})
