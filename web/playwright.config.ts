import { defineConfig } from '@playwright/test'

/** Debian's Chromium; the shop of each worker is started by tests/shop.ts. */
export default defineConfig({
  testDir: 'tests',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  forbidOnly: process.env.CI === 'true',
  reporter: [['list'], ['./tests/sum.ts']],
  use: {
    viewport: { width: 390, height: 844 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
