// npm run mutants: plants each mutant of list.mjs in a copy of the tree, one at a time, and runs the tests of its rule there.
// A mutant that nobody notices, or a rule without one, ends it with exit code 1.
//   node tests/mutants/run.mjs [M6 C13 …]
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutants } from './list.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = path.join(root, 'server/minutes')
const lists = [path.join(folder, 'SPEC.md'), path.join(root, 'tests/conformance/LIST.md')]
const wanted = process.argv.slice(2)
const chosen = mutants.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule))

/** Which file a rule is tested in, and its vitest project. */
const testFiles = [folder, ...['conformance', 'fuzz'].map((name) => path.join(root, 'tests', name))].flatMap((each) =>
  readdirSync(each)
    .filter((name) => /\.(protocol|pg)\.test\.ts$/.test(name) || (each.endsWith('fuzz') && name.endsWith('.test.ts')))
    .map((name) => path.join(each, name)),
)
const placeOf = (rule) => {
  const file = testFiles.find((each) =>
    new RegExp(`^test(\\.each\\(.*\\))?\\(\\s*['"\`]${rule} `, 'm').test(readFileSync(each, 'utf8')),
  )
  const project = file?.includes('.pg.') ? 'pg' : file?.includes('.protocol.') ? 'protocol' : 'fuzz'
  return { file: path.relative(root, file ?? ''), project }
}

const copy = mkdtempSync(path.join(os.tmpdir(), 'lx-mutants-'))
process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
for (const file of listed.split('\0').filter(Boolean)) {
  mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
  cpSync(path.join(root, file), path.join(copy, file))
}
symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))

/** @returns {{passed: string[], failed: string[]}} titles of the tests of these rules, in these files */
function runTests(rules, places) {
  const titles = { passed: [], failed: [] }
  for (const project of new Set(places.map((place) => place.project))) {
    const files = places.filter((place) => place.project === project).map((place) => place.file)
    const report = path.join(copy, 'report.json')
    rmSync(report, { force: true })
    const names = `^(${rules.join('|')}) `
    const args = ['run', '--project', project, ...files, '-t', names, '--reporter=json', `--outputFile.json=${report}`]
    spawnSync(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: copy,
      env: { ...process.env, LOG_LEVEL: 'silent', NODE_NO_WARNINGS: '1' },
      timeout: 300_000,
      stdio: 'ignore',
    })
    for (const { assertionResults } of JSON.parse(readFileSync(report, 'utf8')).testResults)
      for (const { status, title } of assertionResults) titles[status]?.push(title)
  }
  return titles
}

// Without a mutant the copy is green, or what is seen below would be something else.
const rulesChosen = [...new Set(chosen.map(({ rule }) => rule))]
const sane = runTests(rulesChosen, rulesChosen.map(placeOf))
if (sane.failed.length > 0 || sane.passed.length < rulesChosen.length) {
  console.log(`red without any mutant: ${sane.failed.join('; ') || 'not every rule has a test that runs'}`)
  process.exit(1)
}

let survived = 0
for (const { rule, file, find, put } of chosen) {
  const target = path.join(copy, file)
  const sound = readFileSync(target, 'utf8')
  const began = performance.now()
  const say = (word) =>
    console.log(
      `${word.padEnd(9)} ${rule.padEnd(4)} ${((performance.now() - began) / 1_000).toFixed(1).padStart(5)} s  ${file}: ${find.trim()} → ${put.trim() || '(gone)'}`,
    )
  try {
    writeFileSync(
      target,
      sound.replace(find, () => put),
    )
    const { passed, failed } = runTests([rule], [placeOf(rule)])
    if (failed.length > 0) say('seen')
    else {
      survived += 1
      say(passed.length > 0 ? 'SURVIVED' : 'NOT RUN')
    }
  } catch (error) {
    survived += 1
    say(`BROKEN (${String(error).split('\n')[0]})`)
  } finally {
    writeFileSync(target, sound)
  }
}
const rules = lists.flatMap((list) =>
  [...readFileSync(list, 'utf8').matchAll(/^- \*\*([MC]\d+)\*\*/gm)].map((match) => match[1]),
)
const without = rules.filter((rule) => !mutants.some((mutant) => mutant.rule === rule))
if (without.length > 0) console.log(`rules without a mutant: ${without.join(', ')}`)
console.log(`${chosen.length - survived} of ${chosen.length} mutants seen`)
process.exit(survived + without.length > 0 ? 1 : 0)
