// Whether an update brings an element or a mark that this version's editors do not know. The binding between Yjs and
// ProseMirror deletes such a thing from the shared text, for everybody: it must be stopped before it is applied.
import * as Y from 'yjs'
import { knownElements, knownMarks } from '@/server/minutes/contract'

export function holdsUnknown(update: Uint8Array): boolean {
  let structs: readonly unknown[]
  try {
    structs = Y.decodeUpdate(update).structs
  } catch {
    // Applying it says so too, and is answered for there.
    return false
  }
  return structs.some((struct) => {
    const content: unknown = struct instanceof Y.Item ? struct.content : null
    if (content instanceof Y.ContentFormat) return !knownMarks.has(content.key)
    if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) return false
    return !knownElements.has(content.type.nodeName)
  })
}
