// Yjs ships its test helper without types; of it we use the comparison.
declare module 'yjs/testHelper' {
  import type { Doc } from 'yjs'

  /** What `compare` asks of a document: to connect, to have heard all, and every update it emitted. */
  export type ComparedDoc = Doc & {
    connect(): void
    tc: { flushAllMessages(): boolean }
    updates: Uint8Array[]
  }
  /**
   * Throws unless all have the same content, structs, deletions and vector, and nothing pending; each is also built again
   * from its merged updates and compared. Destroys them.
   */
  export function compare(docs: ComparedDoc[]): void
}
