// The files of the room's page, so that the door's script may fetch them while the person reads. Read from what `next
// build` left; without a build there is simply nothing to fetch ahead.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const BuildManifest = z.object({ rootMainFiles: z.array(z.string()) })

let known: string[] | undefined

export function roomAssets(root = process.cwd()): string[] {
  return (known ??= readManifests(root))
}

function readManifests(root: string): string[] {
  const read = (file: string) => readFileSync(/* turbopackIgnore: true */ path.join(root, '.next', file), 'utf8')
  try {
    // What every page needs comes first: nothing of the room runs before it.
    const { rootMainFiles } = BuildManifest.parse(JSON.parse(read('build-manifest.json')))
    const text = read('server/app/rooms/[meetingId]/page_client-reference-manifest.js')
    const found = text.match(/static\/(?:chunks|css)\/[\w./%()[\]-]+?\.(?:js|css)/g) ?? []
    return [...new Set([...rootMainFiles, ...found])].slice(0, 60).map((each) => `/_next/${each}`)
  } catch {
    return []
  }
}
