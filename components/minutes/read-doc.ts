// Reads the shared document for what the page shows around the editors: numbers of decisions, the text to copy out.
import { useCallback, useEffect, useState } from 'react'
import type * as Y from 'yjs'
import { fragmentOfItem } from '@/server/minutes/contract'
import { readAtoms, textOfFragment } from '@/server/minutes/model'
import { itemHeading } from './item-heading'

type Item = { id: string; position: number; title: string }

/** 2.1 is the first decision of the second item; counted anew whenever a text changes. */
export function useDecisionNumbers(doc: Y.Doc | null, items: readonly Item[]): (recordId: string) => string | null {
  const [numbers, setNumbers] = useState<Readonly<Record<string, string>>>({})
  useEffect(() => {
    if (!doc) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const count = () => {
      timer = null
      const next: Record<string, string> = {}
      for (const item of items) {
        let place = 0
        for (const atom of readAtoms(doc, fragmentOfItem(item.id))) {
          if (atom.type === 'decision' && atom.localId) next[atom.localId] = `${item.position}.${++place}`
        }
      }
      setNumbers((last) => (JSON.stringify(last) === JSON.stringify(next) ? last : next))
    }
    const soon = () => {
      timer ??= setTimeout(count, 100)
    }
    count()
    doc.on('update', soon)
    return () => {
      doc.off('update', soon)
      if (timer) clearTimeout(timer)
    }
  }, [doc, items])
  return useCallback((recordId: string) => numbers[recordId] ?? null, [numbers])
}

export const textsOf = (doc: Y.Doc, items: readonly Item[], locale: string) =>
  items
    .map((item) => `${itemHeading(locale, item.position, item.title)}\n${textOfFragment(doc, fragmentOfItem(item.id))}`)
    .join('\n\n')
