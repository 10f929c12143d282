import { defineConfig } from '@playwright/test'

/** Debian's Chromium; the shop of each worker is started by tests/shop.ts. */
export default defineConfig({
  testDir: 'tests',
  // Most of the time is waiting; whatever measures time runs alone, after the others.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'all', testIgnore: 'speed.spec.ts' },
    { name: 'speed', testMatch: 'speed.spec.ts', dependencies: ['all'] },
  ],
  timeout: 60_000,
  // A busy machine may take its time: what is waited for is worth more than how fast it comes.
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI === 'true',
  reporter: [['list'], ['./tests/sum.ts']],
  use: {
    viewport: { width: 390, height: 844 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // Nothing fades or slides: half faded words have half the contrast, and tests would wait for them.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
