// Which namespaces of messages/ the client components of a page say, read from the sources, beside those that its layout
// sends (app/words.tsx): one that is forgotten would show its keys, one too many comes down every line for nothing.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import ts from 'typescript'
import { afterAll, expect, test } from 'vitest'
import { wordsOf, type WordsPlace } from '@/app/words'
import { importsOf, resolve } from './check-cycles.mjs'

type Said = { namespaces: string[]; unreadable: string[] }

/** What Next takes from a folder of app/ by its name. */
const isEntry = (name: string) => /^(page|layout|template|error|not-found|default|loading)\.tsx$/.test(name)

function entriesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isEntry(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** Of all that these files import, now or later: what is said by a component of the browser, or by what one imports. */
function saidBy(root: string, entries: readonly string[]): Said {
  const namespaces = new Set<string>()
  const unreadable = new Set<string>()
  const seen = new Map<string, boolean>()
  const visit = (file: string, isBelowClient: boolean): void => {
    const text = readFileSync(file, 'utf8')
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
    const [first] = source.statements
    const isDirective = first && ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression)
    const isClient = isBelowClient || (isDirective && first.expression.text === 'use client') === true
    if (seen.get(file) === true || seen.get(file) === isClient) return
    seen.set(file, isClient)
    const imported = importsOf(file)
    const walk = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const [argument] = node.arguments
        const literal = argument && ts.isStringLiteral(argument) ? argument.text : undefined
        if (node.expression.kind === ts.SyntaxKind.ImportKeyword && literal) imported.push(literal)
        if (isClient && node.expression.getText() === 'useTranslations') {
          if (literal) namespaces.add(literal.split('.')[0]!)
          else unreadable.add(`${path.relative(root, file)}: ${node.getText()}`)
        }
      }
      // By another name, or all messages at once, nothing could be read here.
      if (ts.isImportSpecifier(node) && node.propertyName?.text === 'useTranslations')
        unreadable.add(`${path.relative(root, file)}: ${node.getText()}`)
      ts.forEachChild(node, walk)
    }
    walk(source)
    for (const specifier of imported) {
      const target = resolve(root, file, specifier)
      if (target && /\.tsx?$/.test(target)) visit(target, isClient)
    }
  }
  for (const entry of entries) visit(entry, false)
  return { namespaces: [...namespaces].sort(), unreadable: [...unreadable] }
}

const root = path.resolve(import.meta.dirname, '../..')
const app = path.join(root, 'app')
const places = Object.keys(wordsOf) as WordsPlace[]
const isBelow = (place: string, file: string) => place === '' || `${file}/`.startsWith(`${path.join(app, place)}/`)
/** The layout whose words a file has beside those of the layouts above: the nearest. */
const placeOf = (file: string) =>
  places.filter((place) => isBelow(place, file)).toSorted((a, b) => b.length - a.length)[0]
const entries = entriesBelow(app)

test.each(places)('the layout of app/%s sends exactly what is said below it and no layout above sends', (place) => {
  const own = entries.filter((file) => placeOf(file) === place)
  expect(own.length).toBeGreaterThan(0)
  const { namespaces, unreadable } = saidBy(root, own)
  const above = places.filter((each) => each !== place && isBelow(each, path.join(app, place)))
  const sent: string[] = above.flatMap((each) => wordsOf[each])
  expect(namespaces.filter((each) => !sent.includes(each))).toEqual([...wordsOf[place]])
  expect(unreadable).toEqual([])
  const layout = readFileSync(path.join(app, place, 'layout.tsx'), 'utf8')
  expect(layout).toContain(place === '' ? "readWords('')" : `<Words of="${place}">`)
})

test('a page that was added stands below a layout with words of its own part of the house', () => {
  expect(
    entries
      .filter((file) => placeOf(file) === '')
      .map((file) => path.relative(app, file))
      .sort(),
  ).toEqual(['error.tsx', 'layout.tsx', 'not-found.tsx'].sort())
})

const made: string[] = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })))

function planted(files: Record<string, string>): Said {
  const folder = mkdtempSync(path.join(tmpdir(), 'lianxi-words-'))
  made.push(folder)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  return saidBy(folder, entriesBelow(path.join(folder, 'app')))
}

test('what a page says on the server is not counted; what a client component imports is, also what it fetches later', () => {
  expect(
    planted({
      'app/page.tsx': "import { Pane } from '@/components/pane'\nuseTranslations('home')",
      'components/pane.tsx': "// A comment.\n'use client'\nimport { Tag } from './tag'\nlazy(() => import('./later'))",
      'components/tag.tsx': "import type { T } from './type'\nconst t = useTranslations('units.kinds')",
      'components/later.tsx': "const t = useTranslations('minutes')",
      'components/type.tsx': "const t = useTranslations('duties')",
    }),
  ).toEqual({ namespaces: ['minutes', 'units'], unreadable: [] })
})

test('one that the server reaches first and the browser afterwards is counted', () => {
  expect(
    planted({
      'app/page.tsx': "import { Tag } from '@/components/tag'\nimport { Pane } from '@/components/pane'",
      'components/pane.tsx': "'use client'\nimport { Tag } from './tag'",
      'components/tag.tsx': "const t = useTranslations('units')",
    }).namespaces,
  ).toEqual(['units'])
})

test.each([
  ['a namespace that is made', "'use client'\nconst t = useTranslations(name)"],
  ['none', "'use client'\nconst t = useTranslations()"],
  ['another name for the hook', "'use client'\nimport { useTranslations as useWords } from 'next-intl'"],
])('%s cannot be read, and is told', (_, text) => {
  expect(planted({ 'app/page.tsx': text }).unreadable).toHaveLength(1)
})
