// A JSON of minutes beside the one that was issued: what of it is otherwise. Pure.
import { hashOf } from '@/server/minutes/canonical'
import type { SignedExport } from './contract'
import type { Difference } from './model'
import { paragraphsOf } from './paragraphs'

/** More are not listed: whoever changed that much knows. */
const maxDifferences = 20

type Item = SignedExport['items'][number]
const fits = ({ id, content, sha256 }: Item) => content === null || hashOf({ id, content }) === sha256

/** Items whose text is not what their own hash is of: from the file alone. */
export const ownFaults = (file: SignedExport): Difference[] =>
  file.items
    .flatMap((item, index): Difference[] =>
      fits(item) ? [] : [{ kind: 'item', item: index + 1, title: file.head.items[index]?.title ?? '' }],
    )
    .slice(0, maxDifferences)

/**
 * @param isPublic only then are paragraphs compared: of internal minutes nobody may try out words until they fit, so that no
 * more is said than the file itself holds
 */
export function compareExport(file: SignedExport, issued: SignedExport, isPublic: boolean): Difference[] {
  const differences = issued.items.flatMap((was, index): Difference[] => {
    const is = file.items[index]
    if (is?.id !== was.id) return []
    if (is.content === null || hashOf({ id: is.id, content: is.content }) === was.sha256) return []
    const title = issued.head.items[index]?.title ?? ''
    if (!isPublic) return [{ kind: 'item', item: index + 1, title: file.head.items[index]?.title ?? '' }]
    return paragraphs(is, was).map((each) => ({ ...each, item: index + 1, title }))
  })
  const list = ({ items }: SignedExport) => items.map(({ id, sha256 }) => ({ id, sha256 }))
  const around = ({ head, record, issue, state, sha256, rootSha256 }: SignedExport) =>
    hashOf({ head, record, issue, state, sha256, rootSha256 })
  if (around(file) !== around(issued) || hashOf(list(file)) !== hashOf(list(issued)))
    differences.push({ kind: 'around' })
  return differences.slice(0, maxDifferences)
}

type OfItem = { kind: 'paragraph'; paragraph: number } | { kind: 'missing'; count: number }

/** What is left when the same beginning and the same end are taken off: a paragraph put in moves no other into the list. */
function paragraphs(is: Item, was: Item): OfItem[] {
  const hashes = ({ id, content }: Item) => paragraphsOf(JSON.stringify({ id, content })).map(({ sha256 }) => sha256)
  const [now, then] = [hashes(is), hashes(was)]
  const shorter = Math.min(now.length, then.length)
  let start = 0
  while (start < shorter && now[start] === then[start]) start++
  let end = 0
  while (end < shorter - start && now.at(-1 - end) === then.at(-1 - end)) end++
  const changed = now.length - end - start
  if (changed === 0) return [{ kind: 'missing', count: then.length - end - start }]
  return Array.from({ length: changed }, (_, index) => ({ kind: 'paragraph', paragraph: start + index + 1 }))
}
