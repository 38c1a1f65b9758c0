// A *.worker.ts bundled as server/build.mjs does it, for tests that run from the sources.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

/** @param source from the project's root. `drop` removes what was made. */
export async function buildWorker(source: string): Promise<{ file: string; drop(): void }> {
  // Inside the project, so that its packages are found.
  const builds = path.join(process.cwd(), '.build')
  mkdirSync(builds, { recursive: true })
  const folder = mkdtempSync(path.join(builds, 'test-worker-'))
  const file = path.join(folder, `${path.basename(source, '.ts')}.mjs`)
  const common = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const
  await build({ ...common, entryPoints: [source], outfile: file, logLevel: 'error' })
  return { file, drop: () => rmSync(folder, { recursive: true, force: true }) }
}
