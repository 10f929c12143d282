import { chromium } from '@playwright/test'
const [,, base, login, password, ...paths] = process.argv
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const c = await b.newContext({ viewport: { width: 390, height: 844 }, locale: process.env.LANG_ || 'zh-CN', colorScheme: process.env.SCHEME || 'light', deviceScaleFactor: 1 })
const p = await c.newPage()
if (login) { const r = await c.request.post(base + '/api/v1/session', { data: { account: login, password } }); console.log(r.status()) }
let i = 0
for (const path of paths) { await p.goto(base + path); await p.waitForTimeout(3500); await p.screenshot({ path: `/tmp/shots/${process.env.TAG || 'm'}${i++}.png` }) }
await b.close()
