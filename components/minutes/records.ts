// Records of the minutes as React sees them: fields of a Y.Map, read through contract.ts and written one at a time.
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import * as Y from 'yjs'
import { recordsRoot, type AtomType } from '@/server/minutes/contract'

export type Fields = Readonly<Record<string, unknown>>
const none: Fields = {}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
/** A LocalId: unique within its document, chosen here and never trusted by the server. */
export function makeLocalId(): string {
  let id = ''
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) id += letters[byte & 63]
  return id
}

export function createRecord(doc: Y.Doc, type: AtomType): string {
  const id = makeLocalId()
  const fields = new Y.Map<unknown>()
  if (type === 'decision') fields.set('kind', 'decided')
  doc.getMap(recordsRoot).set(id, fields)
  return id
}

/** The current fields of one record, and a way to set one. A record that is missing is made by the first field set. */
export function useRecord(doc: Y.Doc, id: string): [Fields, (field: string, value: unknown) => void] {
  const store = useMemo(() => {
    const records = doc.getMap(recordsRoot)
    let last: Fields = none
    const read = () => {
      const map: unknown = records.get(id)
      const now = map instanceof Y.Map ? (map.toJSON() as Fields) : none
      // The same object while nothing changed, or React would render for ever.
      if (JSON.stringify(now) !== JSON.stringify(last)) last = now
      return last
    }
    const subscribe = (listener: () => void) => {
      records.observeDeep(listener)
      return () => records.unobserveDeep(listener)
    }
    return { read, subscribe, records }
  }, [doc, id])
  const fields = useSyncExternalStore(store.subscribe, store.read, () => none)
  const set = useCallback(
    (field: string, value: unknown) => {
      doc.transact(() => {
        let map: unknown = store.records.get(id)
        if (!(map instanceof Y.Map)) {
          map = new Y.Map<unknown>()
          store.records.set(id, map)
        }
        ;(map as Y.Map<unknown>).set(field, value)
      })
    },
    [doc, id, store],
  )
  return [fields, set]
}
