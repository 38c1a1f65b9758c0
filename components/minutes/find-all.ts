// A word in all the texts of a document and in the fields of their records, in the order in which one reads them.
import type { Editor } from '@tiptap/core'
import * as Y from 'yjs'
import { atomTypes, recordsRoot } from '@/server/minutes/contract'
import { fold, matchesIn, placesIn } from './find-matches'
import { ownOrigin } from './shared-undo'

export type Found =
  | { kind: 'text'; editor: Editor; place: number; from: number; to: number }
  | { kind: 'field'; editor: Editor; pos: number; recordId: string; field: string; start: number; end: number }

/** Fields of records that are typed as words, as they are shown. */
const wordFields = ['title', 'text', 'owner', 'deliverable'] as const

export function findAll(editors: readonly Editor[], doc: Y.Doc, query: string): Found[] {
  const word = fold(query)
  if (word === '') return []
  return editors.flatMap((editor) => {
    const texts = matchesIn(editor.state.doc, query).map((match, place): Found => ({
      kind: 'text',
      editor,
      place,
      ...match,
    }))
    const fields: Found[] = []
    editor.state.doc.descendants((node, pos) => {
      if (!(atomTypes as readonly string[]).includes(node.type.name)) return !node.isTextblock
      const recordId = String(node.attrs.recordId)
      for (const field of wordFields) {
        const value = fieldOf(doc, recordId, field)
        for (const start of placesIn(value, word))
          fields.push({ kind: 'field', editor, pos, recordId, field, start, end: start + word.length })
      }
      return false
    })
    const placeOf = (found: Found) => (found.kind === 'text' ? found.from : found.pos)
    // Stable: fields of one record keep their order.
    return [...texts, ...fields].sort((a, b) => placeOf(a) - placeOf(b))
  })
}

function mapOf(doc: Y.Doc, recordId: string): Y.Map<unknown> | null {
  const map: unknown = doc.getMap(recordsRoot).get(recordId)
  return map instanceof Y.Map ? map : null
}

function fieldOf(doc: Y.Doc, recordId: string, field: string): string {
  const value = mapOf(doc, recordId)?.get(field)
  return typeof value === 'string' ? value : ''
}

/** Puts other words in these places; several of one text from the last to the first, so that the earlier ones stay true. */
export function replaceFound(doc: Y.Doc, found: readonly Found[], words: string): void {
  const backwards = [...found].reverse()
  for (const editor of new Set(found.map((each) => each.editor))) {
    const { tr } = editor.state
    for (const each of backwards)
      if (each.kind === 'text' && each.editor === editor) {
        if (words === '') tr.delete(each.from, each.to)
        else tr.insertText(words, each.from, each.to)
      }
    if (tr.docChanged) editor.view.dispatch(tr)
  }
  doc.transact(() => {
    for (const each of backwards) {
      if (each.kind !== 'field') continue
      const value = fieldOf(doc, each.recordId, each.field)
      mapOf(doc, each.recordId)?.set(each.field, value.slice(0, each.start) + words + value.slice(each.end))
    }
  }, ownOrigin)
}
