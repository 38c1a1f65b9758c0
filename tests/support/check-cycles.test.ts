import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findCycles } from './check-cycles.mjs'

const made: string[] = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })))

function planted(files: Record<string, string>) {
  const root = mkdtempSync(path.join(tmpdir(), 'lianxi-cycles-'))
  made.push(root)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), text)
  }
  return findCycles(root).cycles
}

test('a circle over three files is named once', () => {
  expect(
    planted({
      'server/b.ts': "import { c } from '@/server/c'\nexport const b = c",
      'server/c.ts': "export * from './a'",
      'server/a.ts': "import { b } from './b'\nexport const a = b",
    }),
  ).toEqual([['server/a.ts', 'server/b.ts', 'server/c.ts']])
})

test('types and import() make no circle', () => {
  expect(
    planted({
      'server/a.ts': "import type { B } from './b'\nimport { type B2 } from './b'\nexport type A = B | B2",
      'server/b.ts': "import { a } from './a'\nexport type B = typeof a",
      'server/c.ts': "export const later = () => import('./d')",
      'server/d.ts': "import { later } from './c'\nexport const d = later",
    }),
  ).toEqual([])
})
