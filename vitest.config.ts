import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
// Set by tests/run.mjs where no Redis or no Dovecot is to be had, and told there.
const onOthers = [
  ...(process.env.WITHOUT_REDIS ? ['**/nodes.*test.ts'] : []),
  ...(process.env.WITHOUT_DOVECOT ? ['tests/fault/answers.test.ts'] : []),
]
const ignored = ['**/node_modules/**', '.next/**', '.build/**', '.data*/**', 'tests/e2e/**', ...onOthers]
const database = { globalSetup: ['tests/support/vitest-postgres.ts'], hookTimeout: 60_000, testTimeout: 30_000 }

// fault and fuzz run alone, one file after the other: they kill processes and measure what survives.
export default defineConfig({
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...ignored, '**/*.pg.test.ts', '**/*.protocol.test.ts', 'tests/fuzz/**', 'tests/fault/**'],
        },
      },
      { extends: true, test: { name: 'pg', include: ['**/*.pg.test.ts'], exclude: ignored, ...database } },
      { extends: true, test: { name: 'protocol', include: ['**/*.protocol.test.ts'], exclude: ignored, ...database } },
      {
        extends: true,
        test: {
          name: 'fuzz',
          include: ['tests/fuzz/**/*.test.ts'],
          exclude: ignored,
          ...database,
          testTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'fault',
          include: ['tests/fault/**/*.test.ts'],
          exclude: ignored,
          ...database,
          testTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
