// Every line of LIST.md has a test whose name begins with its id, and every such test a line.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const here = import.meta.dirname
const lines = [...readFileSync(join(here, 'LIST.md'), 'utf8').matchAll(/^- \*\*(C\d+)\*\*/gm)].map((match) => match[1]!)
const folders = [here, join(here, '../fuzz')]
const sources = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
)
const tests = sources
  .flatMap((source) => [...source.matchAll(/^\s*(?:test|test\.each\(.*\))\(\s*['"`](C\d+) /gm)])
  .map((match) => match[1]!)

test('the list is C1 to C17', () => expect(lines).toEqual(Array.from({ length: 17 }, (_, n) => `C${n + 1}`)))
test('every line has a test', () => expect(lines.filter((id) => !tests.includes(id))).toEqual([]))
test('every test has a line', () => expect(tests.filter((id) => !lines.includes(id))).toEqual([]))
