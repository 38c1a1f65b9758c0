// Every deed that a command writes into the trail has words for the auditor, in every language (the message check compares
// the languages).
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import audit from '@/messages/zh-Hans/audit.json'

const files = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)
const written = files.flatMap((file) =>
  [...readFileSync(`server/${file}`, 'utf8').matchAll(/\bverb(?:: | = )'([a-z-]+)\.([a-z-]+)'/g)].map(
    ([, noun, deed]) => [noun!, deed!] as const,
  ),
)

test('every deed has words', () => {
  expect(written.length).toBeGreaterThan(40)
  const words: Record<string, Record<string, string>> = audit.verbs
  expect(written.filter(([noun, deed]) => !words[noun]?.[deed]).map((pair) => pair.join('.'))).toEqual([])
})
