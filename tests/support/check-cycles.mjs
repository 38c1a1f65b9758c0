// Finds circles of imports: a file that needs itself by way of others loads half-made. Types alone make no circle, since
// they are gone when the code runs; import() makes none, since it happens later.
// `node tests/support/check-cycles.mjs [folder]` prints each circle once and exits 1.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const floors = ['app', 'components', 'server', 'db', 'bench', 'tests']

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') yield* sources(at)
    else if (/\.(ts|tsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield at
  }
}

/** What a file imports for its values when it loads. */
export function importsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false)
  const found = []
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause
      const named = clause?.namedBindings
      const onlyTypes =
        clause &&
        (clause.isTypeOnly ||
          (!clause.name &&
            named &&
            ts.isNamedImports(named) &&
            named.elements.length > 0 &&
            named.elements.every((element) => element.isTypeOnly)))
      if (!onlyTypes) found.push(statement.moduleSpecifier.text)
    } else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && !statement.isTypeOnly) {
      found.push(statement.moduleSpecifier.text)
    }
  }
  return found
}

export function resolve(root, from, specifier) {
  const base = specifier.startsWith('@/')
    ? path.join(root, specifier.slice(2))
    : specifier.startsWith('.')
      ? path.resolve(path.dirname(from), specifier)
      : null
  if (base === null) return null
  for (const candidate of [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`, path.join(base, 'index.ts')])
    if (existsSync(candidate) && statSync(candidate).isFile()) return candidate
  return null
}

/** @returns each circle once, as relative paths, starting with its first in alphabetical order. */
export function findCycles(root) {
  const graph = new Map()
  for (const floor of floors)
    if (existsSync(path.join(root, floor)))
      for (const file of sources(path.join(root, floor)))
        graph.set(
          file,
          importsOf(file)
            .map((specifier) => resolve(root, file, specifier))
            .filter((target) => target !== null),
        )
  const cycles = new Map()
  const state = new Map()
  const trail = []
  const visit = (file) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      const circle = trail.slice(trail.indexOf(file)).map((at) => path.relative(root, at))
      const first = circle.indexOf([...circle].sort()[0])
      const turned = [...circle.slice(first), ...circle.slice(0, first)]
      cycles.set(turned.join(' → '), turned)
      return
    }
    state.set(file, 'open')
    trail.push(file)
    for (const target of graph.get(file) ?? []) visit(target)
    trail.pop()
    state.set(file, 'done')
  }
  for (const file of graph.keys()) visit(file)
  return { cycles: [...cycles.values()], files: graph.size }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(process.argv[2] ?? '.')
  const { cycles, files } = findCycles(root)
  for (const cycle of cycles) console.error(`circle: ${[...cycle, cycle[0]].join(' → ')}`)
  console.log(`${files} files, ${cycles.length} circles of imports`)
  process.exit(cycles.length === 0 ? 0 : 1)
}
