// The stories: real Chromium with fake camera and microphone, real LiveKit, real Postgres. Each story file starts the house
// as a user does (tests/support/app.ts). One at a time: two cores carry one meeting with video, not two.
import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './tests/support/obtain.mjs'

const executablePath = (await findChromium()) ?? undefined
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // Two pages on one machine: neither is ever "in the background".
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'tests/.artifacts/e2e',
  // Pages are built before; a story with a restart in it needs its time.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  // Once more where a neighbour may take the machine for seconds; tests/run.mjs prints who needed it.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'tests/.artifacts/e2e.json' }]],
  use: {
    launchOptions: { executablePath, args },
    permissions: ['camera', 'microphone'],
    ignoreHTTPSErrors: true,
    locale: 'zh-Hant',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { ...devices['Pixel 7'] }, testMatch: ['**/door.spec.ts', '**/axe.spec.ts'] },
  ],
})
