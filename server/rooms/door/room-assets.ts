// The files of the room's page, so that the door's script may fetch them while the person reads. Read from what `next
// build` left; without a build there is simply nothing to fetch ahead.
import { readFileSync } from 'node:fs'
import path from 'node:path'

let known: string[] | undefined

export function roomAssets(root = process.cwd()): string[] {
  return (known ??= readManifest(root))
}

function readManifest(root: string): string[] {
  try {
    const file = path.join(root, '.next/server/app/rooms/[meetingId]/page_client-reference-manifest.js')
    const text = readFileSync(/* turbopackIgnore: true */ file, 'utf8')
    const found = text.match(/static\/(?:chunks|css)\/[\w./%()[\]-]+?\.(?:js|css)/g) ?? []
    return [...new Set(found)].slice(0, 60).map((each) => `/_next/${each}`)
  } catch {
    return []
  }
}
