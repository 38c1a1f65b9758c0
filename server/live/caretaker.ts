// What happens to a document when people pause: its records are projected, a long tail becomes a snapshot. One at a time
// and never more than a third of the time, so that a thousand busy documents do not slow down a single edit.
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import type { DocumentId } from '@/server/ids'
import type { OpenDocument, Registry } from '@/server/live/documents'
import type { Editor } from '@/server/live/editor'
import { log } from '@/server/log'
import { compact } from '@/server/minutes/compact'
import { releaseSound } from '@/server/minutes/quarantine'
import { settle, settleAll, type Settled } from '@/server/minutes/settle'
import { writeMissingVotes } from '@/server/votes/write-into-minutes'

type Settings = {
  settle: { quietMs: number; atMostMs: number; proseAtMostMs: number } | null
  compactAfter: { updates: number; bytes: number }
}

const sweepMs = 10_000

export class Caretaker {
  private readonly queue = new Map<string, () => Promise<void>>()
  private running: Promise<void> | null = null
  private isClosed = false
  private readonly sweep: NodeJS.Timeout | null
  private readonly first: NodeJS.Timeout | null

  constructor(
    private readonly db: Db,
    private readonly registry: Registry<Editor>,
    private readonly set: Settings,
  ) {
    const sweep = (idleMs: number) => {
      this.enqueue('all', async () => void (await settleAll(this.db, clock.now, idleMs, this.heal)))
      this.enqueue('votes', async () => void (await writeMissingVotes(this.db, clock.now())))
      this.enqueue('aside', async () => void (await releaseSound(this.db, clock.now())))
    }
    this.sweep = set.settle ? setInterval(sweep, sweepMs, sweepMs) : null
    // What a killed process left behind; after those who wait for this start have their text back.
    this.first = set.settle ? setTimeout(sweep, Math.min(1_000, set.settle.quietMs), 0) : null
  }

  /** Somebody joined. A killed process may have left a long tail, and reading it costs every joiner. */
  noteJoin(document: OpenDocument<Editor>): void {
    if (!this.isClosed && performance.now() > document.compactNotBefore) this.compactIfLong(document)
  }

  /** Rows were committed, here or elsewhere. */
  noteCommit(document: OpenDocument<Editor>): void {
    if (this.isClosed) return
    // Asked again at the next commit, should it not have helped; but not at every one.
    if (performance.now() > document.compactNotBefore) this.compactIfLong(document)
    const set = this.set.settle
    if (!set) return
    const now = performance.now()
    document.dirtySince ??= now
    // Words alone are for search and for reading without an editor, which may be a minute behind who never pauses.
    const due = Math.min(
      now + set.quietMs,
      document.dirtySince + set.proseAtMostMs,
      (document.recordsDirtySince ?? Infinity) + set.atMostMs,
    )
    const wait = due - now
    if (document.settleTimer) clearTimeout(document.settleTimer)
    document.settleTimer = setTimeout(() => this.settleNow(document), Math.max(0, wait))
  }

  private settleNow(document: OpenDocument<Editor>): void {
    document.settleTimer = null
    document.dirtySince = null
    // What was heard and is not on disk yet is not in what is settled now.
    document.recordsDirtySince = document.queued === document.committed ? null : performance.now()
    this.enqueue(`settle ${document.id}`, async () => {
      const settled = await settle(this.db, document.id, clock.now())
      if (settled) await this.heal(document.id, settled)
    })
    // What came while the last snapshot was being made would else stay for every joiner until the next edit.
    this.compactIfLong(document)
  }

  private compactIfLong(document: OpenDocument<Editor>): void {
    const { updates, bytes } = this.set.compactAfter
    if (document.log.length <= updates && document.logBytes <= bytes) return
    document.compactNotBefore = performance.now() + 5_000
    this.enqueue(`compact ${document.id}`, () => this.compact(document.id))
  }

  private async compact(id: DocumentId): Promise<void> {
    const document = this.registry.get(id)
    const snapshot = await compact(this.db, id, clock.now())
    if (snapshot && document && this.registry.get(id) === document) document.adopt(snapshot)
  }

  /** Nobody who joins from now on is sent what Yjs throws at. */
  private readonly heal = async (id: DocumentId, { poisoned }: Settled): Promise<void> => {
    if (poisoned.length > 0) await this.compact(id)
  }

  private enqueue(key: string, job: () => Promise<void>): void {
    if (this.isClosed) return
    this.queue.set(key, job)
    this.running ??= this.run().finally(() => (this.running = null))
  }

  private async run(): Promise<void> {
    for (const [key, job] of this.queue) {
      this.queue.delete(key)
      const from = performance.now()
      try {
        await job()
      } catch (error) {
        log.error({ err: error, job: key }, 'minutes: a document could not be settled or compacted')
      }
      if (this.isClosed) return
      await new Promise((resolve) => setTimeout(resolve, Math.min(500, 2 * (performance.now() - from))))
    }
  }

  /** Waits a little for the job under way; the rest is found again at the next start. */
  async finish(): Promise<void> {
    this.close()
    if (this.running) await Promise.race([this.running, new Promise((resolve) => setTimeout(resolve, 2_000))])
  }

  private close(): void {
    this.isClosed = true
    if (this.sweep) clearInterval(this.sweep)
    if (this.first) clearTimeout(this.first)
    this.queue.clear()
  }
}
