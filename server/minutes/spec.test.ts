// Every rule of SPEC.md has a test, and every test that names a rule names one that exists.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const rules = [...readFileSync(join(here, 'SPEC.md'), 'utf8').matchAll(/^- \*\*(M\d+)\*\*/gm)].map((match) => match[1]!)
const tests = readdirSync(here)
  .filter((name) => /\.(protocol|pg)\.test\.ts$/.test(name))
  .flatMap((name) => [
    ...readFileSync(join(here, name), 'utf8').matchAll(/\btest(?:\.each[^(]*\([^]*?\))?\(\s*['"`](M\d+)\b/g),
  ])
  .map((match) => match[1]!)

test('ids are given once', () => expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([]))
test('every rule has a test', () => expect(rules.filter((id) => !tests.includes(id))).toEqual([]))
test('every test has a rule', () => expect(tests.filter((id) => !rules.includes(id))).toEqual([]))
