// Documents that should be one, compared by Yjs's own test helper.
import { expect } from 'vitest'
import * as Y from 'yjs'
import { compare, type ComparedDoc } from 'yjs/testHelper'

/** Which updates are there, deletions included. */
export const vectorOf = (doc: Y.Doc) => Buffer.from(Y.encodeSnapshot(Y.snapshot(doc))).toString('hex')

/** Every update a document emitted: Yjs's `compare` also builds each document from them. */
const emitted = new WeakMap<Y.Doc, Uint8Array[]>()
export function watched(): Y.Doc {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  emitted.set(doc, updates)
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return doc
}

/**
 * A document as `compare` wants it, the network being at rest. Built again from its state: how far Yjs merged neighbouring
 * tombstones depends on the transactions they went in, and `compare` counts structs (seed 234094787).
 */
function compared(doc: Y.Doc): ComparedDoc {
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
  const whole = Y.encodeStateAsUpdate(doc)
  const again = new Y.Doc()
  Y.applyUpdate(again, whole)
  const updates = emitted.get(doc) ?? [whole]
  return Object.assign(again, { connect() {}, tc: { flushAllMessages: () => false }, updates })
}

/** Throws unless all have the same content, structs and deletions, and nothing pending. */
export const compareAll = (docs: Y.Doc[]) => compare(docs.map(compared))
