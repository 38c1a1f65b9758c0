// One memory of what was done for all the texts of a document, so that replacing a word everywhere is one step to take back.
import { useMemo } from 'react'
import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** Origin of changes that are made here and can be taken back here. */
export const ownOrigin: unknown = ySyncPluginKey

class SharedUndo extends Y.UndoManager {
  /** An editor that goes would end it for the others. It ends with the document it listens to. */
  override destroy(): void {}
}

export const useSharedUndo = (doc: Y.Doc | null): Y.UndoManager | null =>
  useMemo(
    () =>
      doc &&
      new SharedUndo(doc, {
        trackedOrigins: new Set([ownOrigin]),
        deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
        captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
      }),
    [doc],
  )

/** Everything `work` does is one step, and nothing before or after it is part of that step. */
export function asOneStep(undo: Y.UndoManager, work: () => void): void {
  const timeout = undo.captureTimeout
  undo.stopCapturing()
  undo.captureTimeout = Number.MAX_SAFE_INTEGER
  try {
    work()
  } finally {
    undo.captureTimeout = timeout
    undo.stopCapturing()
  }
}
