// A paste that is too large is refused as a whole, with a sentence; the clipboard still has it, the text is untouched.
// The document would be closed for an update over a megabyte, and everything typed since would hang on it.
import type { Slice } from '@tiptap/pm/model'
import { limits } from '@/server/minutes/contract'

/** Bytes of structure: a hundred thousand empty paragraphs have no characters but weigh megabytes. */
const maxStructure = 700_000

/** The characters of a refused paste, or null when it may go in. */
export function tooLargeToPaste(plain: string, slice: Slice | null): number | null {
  const size = plain.length > 0 ? plain.length : (slice?.content.size ?? 0)
  if (size > limits.paste) return size
  if (slice && JSON.stringify(slice.content.toJSON() ?? []).length > maxStructure) return size
  return null
}
