// A mutant that no longer fits its file would be planted nowhere and "seen" by nobody.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutants } from './list.mjs'

test.each(mutants.map((mutant) => [mutant.rule, mutant] as const))('%s has its place', (_rule, { file, find, put }) => {
  expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2)
  expect(put).not.toBe(find)
})

test.each(['server/minutes/SPEC.md', 'tests/conformance/LIST.md'])('every rule of %s has one', (list) => {
  const rules = [...readFileSync(list, 'utf8').matchAll(/^- \*\*([MC]\d+)\*\*/gm)].map((match) => match[1])
  expect(rules.length).toBeGreaterThan(10)
  expect(rules.filter((rule) => !mutants.some((mutant) => mutant.rule === rule))).toEqual([])
})
