// Pictures of the main screens, for the READMEs: `npm run screens -- PROGRAM FOLDER`. Loads a demo of its own.
import { chromium } from '@playwright/test'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const [program, folder] = process.argv.slice(2)
if (!program || !folder) throw new Error('usage: npm run screens -- PROGRAM FOLDER')

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }
/** Name, address, who looks, on what. `{product}` is one that sells well. */
const SCREENS = [
  ['home', '/', 'promoter', PHONE],
  ['product', '/product/{product}', 'promoter', PHONE],
  ['categories', '/categories', 'promoter', DESK],
  ['orders', '/orders', 'promoter', PHONE],
  ['rules', '/rules', 'promoter', PHONE],
  ['centre', '/centre', 'promoter', PHONE],
  ['rank', '/centre/rank', 'promoter', PHONE],
  ['console', '/console', 'owner', DESK],
  ['console-orders', '/console/orders', 'owner', DESK],
  ['console-plans', '/console/plans', 'owner', DESK],
  ['console-studio', '/console/plans/studio/ready-wanwu', 'owner', DESK],
  ['console-ledger', '/console/ledger', 'owner', DESK],
]

const data = mkdtempSync(join(tmpdir(), 'banyan-screens-'))
const demo = spawn(program, ['demo', '--data', join(data, 'demo'), '--listen', '127.0.0.1:0', '--lang', 'en'], { stdio: ['ignore', 'pipe', 'inherit'] })
const logins = {}
const url = await new Promise((found, failed) => {
  demo.once('exit', (code) => failed(new Error(`${program} ended with ${code}`)))
  createInterface({ input: demo.stdout }).on('line', (line) => {
    const [, name, password, role] = /^\s+(\S+)\s+(\S+) (?:staff: )?(\S+)$/.exec(line) ?? []
    if (role) logins[role] ??= { name, password }
    const at = /http:\/\/127\S+/.exec(line)
    if (at) found(at[0])
  })
})

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
mkdirSync(folder, { recursive: true })
try {
  const { items } = await (await fetch(`${url}/api/v1/products?hot=true&limit=1`)).json()
  for (const lang of ['zh', 'en']) {
    for (const [name, path, who, viewport] of SCREENS) {
      const context = await browser.newContext({ viewport, colorScheme: 'light', locale: lang === 'zh' ? 'zh-CN' : 'en-GB' })
      const { name: account, password } = logins[who]
      const asked = who === 'owner' ? ['staff/session', { login: account, password }] : ['session', { account, password }]
      await context.request.post(`${url}/api/v1/${asked[0]}`, { data: asked[1] })
      const page = await context.newPage()
      await page.goto(url + path.replace('{product}', items[0].id))
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: join(folder, `${name}.${lang}.png`), animations: 'disabled' })
      await context.close()
    }
  }
} finally {
  await browser.close()
  demo.kill('SIGTERM')
  await new Promise((done) => demo.once('exit', done))
  rmSync(data, { recursive: true })
}
