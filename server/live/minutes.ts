// /collab/<documentId>: the minutes on sockets. Owns the open documents and the one writer of this process; promises what
// server/minutes/SPEC.md says, rule by rule. Leaves rights to gate.ts, bytes to editor.ts, rows to minutes/store.ts.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type postgres from 'postgres'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Db } from '@/db/client'
import { listen, type Notice } from '@/server/bus'
import { clock } from '@/server/clock'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { DocumentId } from '@/server/ids'
import { Caretaker } from '@/server/live/caretaker'
import { copy, Registry, tryRead, type LogEntry, type OpenDocument } from '@/server/live/documents'
import { Editor } from '@/server/live/editor'
import { admit, type Asker } from '@/server/live/gate'
import type { Nodes } from '@/server/live/nodes'
import { leavePresence } from '@/server/live/presence'
import { log } from '@/server/log'
import { closeCode, limits, schemaVersion } from '@/server/minutes/contract'
import { readHintedRow, startHints } from '@/server/minutes/hints'
import { loadBytes } from '@/server/minutes/load'
import { quarantine } from '@/server/minutes/quarantine'
import { createFlusher, type Refusal } from '@/server/minutes/store'
import { keepaliveFrame, updateFrame } from '@/server/minutes/wire'

export type UpgradeContext = {
  /** Whether a browser of this origin may connect. Programs send none. */
  origins: (origin: string) => boolean
  /** Whether the cookies are those of https. */
  secure: boolean
  ip: string
}

export type MinutesOptions = {
  /** Bytes waiting for Postgres above which writers of one document, or of all, are paused. */
  documentCap?: number
  processCap?: number
  /** Milliseconds a document stays in memory without connections. */
  idleMs?: number
  keepaliveMs?: number
  /** Milliseconds of a client's silence after which it is pinged, and after which its line is dead. */
  pingMs?: number
  deadMs?: number
  /** Milliseconds a reader that does not read is waited for. */
  patienceMs?: number
  /** Milliseconds between comparisons with Postgres, for hints that were lost. */
  antiEntropyMs?: number
  /** Settled after a pause, else after so many milliseconds with a change of records, or of words alone. */
  settle?: { quietMs: number; atMostMs: number; proseAtMostMs: number } | null
  compactAfter?: { updates: number; bytes: number }
}

export type Minutes = ReturnType<typeof attachMinutes>

const defaults = {
  documentCap: 4_000_000,
  processCap: 64_000_000,
  idleMs: 60_000,
  keepaliveMs: 15_000,
  pingMs: 20_000,
  deadMs: 45_000,
  patienceMs: 30_000,
  antiEntropyMs: 5_000,
  settle: { quietMs: 2_000, atMostMs: 10_000, proseAtMostMs: 60_000 },
  compactAfter: { updates: 1_000, bytes: 256_000 },
} satisfies Required<MinutesOptions>

type Parts = {
  sql: postgres.Sql
  db: Db
  /** Null on a house of one node: nobody elsewhere is told who is here. */
  nodes?: Nodes<Editor> | null
  options?: MinutesOptions
}

export function attachMinutes({ sql, db, nodes = null, options = {} }: Parts) {
  const set = { ...defaults, ...options }
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 3 * limits.step2 })
  const hints = startHints(sql, {
    onHead(documentId, head, rows) {
      const document = registry.get(documentId)
      if (!document) return
      for (const row of rows) takeHinted(document, readHintedRow(row))
      noteHead(document, head)
    },
    heads: () => [...registry.all()].map((document) => [document.id, document.lastSeq]),
  })
  const flusher = createFlusher(sql, () => clock.now(), hints.note)
  const editors = new Set<Editor>()
  let isStopping = false
  let pulls = 0
  /** Counts notices about access, so that one that came during a load is not missed. */
  let accessNotices = 0

  const registry = new Registry<Editor>(db, {
    opened: (document) => nodes?.opened(document),
    dropped: (document) => nodes?.dropped(document),
    committed(document, entries) {
      tellViewers(document, entries)
      for (const editor of document.connections) editor.answerBarriers()
      resumeWriters()
      caretaker.noteCommit(document)
    },
    behind: (document) => void pull(document),
    refused: (document, why) => dropDocument(document, why),
  })
  const caretaker = new Caretaker(db, registry, set)

  const host = {
    paused: new Set<Editor>(),
    store: (document: OpenDocument<Editor>, entry: LogEntry) => flusher.push(document, entry),
    hurry: () => flusher.hurry(),
    isFull: (document: OpenDocument<Editor>) =>
      flusher.pendingBytesOf(document) > set.documentCap || flusher.pendingBytes > set.processCap,
  }

  function tellViewers(document: OpenDocument<Editor>, entries: readonly LogEntry[]): void {
    const viewers = [...document.connections].filter((editor) => !editor.isWriter)
    if (viewers.length === 0) return
    for (const entry of entries) {
      const frame = updateFrame(entry.data)
      for (const viewer of viewers) viewer.sendLive(frame, entry)
    }
  }

  function resumeWriters(): void {
    if (host.paused.size === 0 || flusher.pendingBytes > set.processCap / 2) return
    for (const editor of host.paused) {
      if (flusher.pendingBytesOf(editor.document) > set.documentCap / 2) continue
      host.paused.delete(editor)
      editor.ws.resume()
    }
  }

  /** Frozen, gone or not writable: everybody leaves, and what they hold is offered to them by their own client. */
  function dropDocument(document: OpenDocument<Editor>, why: Refusal): void {
    registry.drop(document)
    // Closed at once, before the mark is on disk: who comes back before it is sent back once more.
    if (why === 'failing')
      quarantine(db, document.id, 'write', clock.now()).catch((error: unknown) =>
        log.error({ err: error, documentId: document.id }, 'minutes: a document could not be set aside'),
      )
    const code = why === 'gone' ? closeCode.notFound : closeCode.accessChanged
    for (const editor of [...document.connections]) editor.close(code, why)
  }

  /** While own updates are on their way the rows above may be ours: the commit's answer decides. */
  function noteHead(document: OpenDocument<Editor>, head: number): void {
    document.headHeard = Math.max(document.headHeard, head)
    if (head > document.lastSeq && document.queued === document.committed) void pull(document)
  }

  /** A row of another node that came with its hint. Out of turn it is kept all the same: what lies below it is asked for. */
  function takeHinted(document: OpenDocument<Editor>, row: ReturnType<typeof readHintedRow>): void {
    if (!row || document.hasRow(row.seq)) return
    for (const update of row.updates) takeForeign(document, update, row.seq, row.senderId)
    document.noteForeign(row.seq)
    caretaker.noteCommit(document)
  }

  /** Rows that other nodes, or settle, wrote. */
  async function pull(document: OpenDocument<Editor>): Promise<void> {
    document.isPullAsked = true
    if (document.isPulling) return
    document.isPulling = true
    try {
      while (document.isPullAsked) {
        document.isPullAsked = false
        pulls++
        const stored = await loadBytes(db, document.id, document.lastSeq)
        if (!stored) return dropDocument(document, 'gone')
        if (stored.epoch !== document.epoch) return dropDocument(document, 'frozen')
        for (const row of stored.rows) {
          if (document.hasRow(row.seq)) continue
          for (const update of row.updates) takeForeign(document, update, row.seq, row.senderId)
          document.noteForeign(row.seq)
        }
        caretaker.noteCommit(document)
      }
    } catch (error) {
      log.warn({ err: error, documentId: document.id }, 'minutes: rows of other nodes not read; asked again soon')
    } finally {
      document.isPulling = false
    }
  }

  function takeForeign(document: OpenDocument<Editor>, update: Uint8Array, seq: number, senderId: string | null): void {
    const brings = tryRead(update)
    if (!brings || document.known.covers(brings)) return
    const entry = document.append({ data: copy(update), senderId, clients: null, binds: null, seq })
    document.noteBrings(brings)
    const frame = updateFrame(entry.data)
    for (const editor of document.connections) editor.sendLive(frame, entry)
  }

  async function start(ws: WebSocket, rawId: string, asker: Asker, withExtensions: boolean): Promise<void> {
    // Nothing is read, so nothing is buffered, until we know who this is.
    ws.pause()
    const refuse = (error: unknown) => {
      const { code } = toAppError(error)
      if (code === 'internal') log.warn({ err: error, documentId: rawId }, 'minutes: could not open')
      // A fault of ours is no verdict on the client: it may try again.
      const close = code === 'internal' ? closeCode.tryLater : errorTable[code].close
      ws.resume()
      ws.close(close, code)
      setTimeout(() => ws.terminate(), 2_000).unref()
    }
    ws.on('error', () => {})
    try {
      const parsed = DocumentId.safeParse(rawId)
      if (!parsed.success) throw new AppError('not_found')
      if (isStopping) return ws.close(closeCode.restarting, 'restarting')
      const noticed = accessNotices
      const admission = await admit(db, asker, parsed.data)
      const document = await registry.load(parsed.data)
      if (!document) throw new AppError('not_found')
      if (ws.readyState !== ws.OPEN || isStopping) return ws.terminate()
      const editor = new Editor(ws, document, asker, admission, host, withExtensions)
      join(editor)
      if (noticed !== accessNotices) void askAgain(editor)
    } catch (error) {
      refuse(error)
    }
  }

  function join(editor: Editor): void {
    const { ws, document } = editor
    editors.add(editor)
    document.connections.add(editor)
    document.idleSince = null
    ws.on('message', (data, isBinary) => editor.hear(data as Buffer, isBinary))
    ws.on('pong', () => (editor.lastHeardAt = performance.now()))
    ws.on('close', () => {
      editors.delete(editor)
      host.paused.delete(editor)
      document.connections.delete(editor)
      leavePresence(document, editor)
      if (document.connections.size === 0) document.idleSince = performance.now()
    })
    editor.greet()
    ws.resume()
    caretaker.noteJoin(document)
  }

  /** Opens the whole pool and asks once what every joiner asks: after a restart everybody comes at the same moment. */
  async function warmJoins(): Promise<void> {
    const nobody: Asker = { cookie: undefined, authorization: `Bearer ${'0'.repeat(32)}`, secure: false }
    const ask = async () => {
      const id = DocumentId.parse(crypto.randomUUID())
      await Promise.allSettled([admit(db, nobody, id), loadBytes(db, id)])
    }
    await Promise.all(Array.from({ length: sql.options.max }, ask))
  }

  /** Rights may have changed: same rights, nothing happens; other rights, the client comes back; none, it is told why. */
  async function askAgain(editor: Editor, attempt = 0): Promise<void> {
    try {
      const isUse = editor.hasWritten
      editor.hasWritten = false
      const now = await admit(db, { ...editor.asker, isUse }, editor.admission.documentId)
      const same = now.rights === editor.admission.rights && now.senderId === editor.admission.senderId
      if (!same) editor.close(closeCode.accessChanged, 'access changed')
    } catch (error) {
      const { code } = toAppError(error)
      if (code !== 'internal') return editor.close(errorTable[code].close, code)
      if (attempt < 20 && editors.has(editor)) setTimeout(() => void askAgain(editor, attempt + 1), 250).unref()
      else editor.close(closeCode.tryLater, 'unavailable')
    }
  }

  function onNotice(notice: Notice): void {
    if (notice.kind === 'document') {
      const document = registry.get(notice.documentId)
      if (!document) return
      if (notice.epoch !== undefined && notice.epoch !== document.epoch) dropDocument(document, 'frozen')
      else noteHead(document, notice.head)
    } else if (notice.kind === 'comments') {
      for (const editor of registry.get(notice.documentId)?.connections ?? []) editor.tellOfComments()
    } else if (notice.kind === 'access') {
      accessNotices++
      for (const editor of editors) {
        const { seatId, personId, meetingId, documentId } = editor.admission
        const named = [notice.seatId, notice.personId, notice.documentId].some((id) => id !== undefined)
        const concerns = named
          ? notice.seatId === seatId || notice.personId === personId || notice.documentId === documentId
          : notice.meetingId === undefined || notice.meetingId === meetingId
        if (concerns) void askAgain(editor)
      }
    }
  }

  async function compareWithPostgres(): Promise<void> {
    const ids = [...registry.all()].map((document) => document.id)
    if (ids.length === 0) return
    const rows = await sql<{ id: DocumentId; head: string; epoch: number }[]>`
      select id, head, epoch from documents where id = any(${ids}::uuid[])`
    for (const row of rows) {
      const document = registry.get(row.id)
      if (!document) continue
      if (row.epoch !== document.epoch) dropDocument(document, 'frozen')
      else noteHead(document, Number(row.head))
    }
  }

  /** Keepalive, dead sockets, gaps nobody filled, idle documents. */
  function lookAround(): void {
    const now = performance.now()
    for (const editor of editors) {
      if (host.paused.has(editor)) continue
      if (now - editor.lastHeardAt > set.deadMs) editor.ws.terminate()
      else if (now - editor.lastHeardAt > set.pingMs) editor.ws.ping()
      if (now - editor.lastSentAt > set.keepaliveMs) editor.send(keepaliveFrame)
    }
    for (const document of registry.all()) {
      if (document.gapSince !== null && now - document.gapSince > 5_000) {
        document.gapSince = document.known.hasGap ? now + 55_000 : null
        for (const editor of document.connections) if (editor.isWriter) editor.askForMissing()
      }
      const isIdle = document.idleSince !== null && now - document.idleSince > set.idleMs
      if (isIdle && document.queued === document.committed && !document.isPulling) registry.drop(document)
    }
  }

  function serveSlowReaders(): void {
    for (const editor of editors) {
      if (editor.lagFrom === null || editor.catchUp(set.patienceMs)) continue
      editor.close(closeCode.tryLater, 'not reading')
      editor.ws.terminate()
    }
  }

  const timers = [
    setInterval(lookAround, Math.min(5_000, set.keepaliveMs / 3, Math.max(50, set.idleMs / 3))),
    setInterval(serveSlowReaders, 100),
    setInterval(() => void compareWithPostgres().catch(() => {}), set.antiEntropyMs),
    // Tokens and terms end without a notice.
    setInterval(() => editors.forEach((editor) => void askAgain(editor)), 60_000),
  ]
  const listening = listen(sql, onNotice, () => {
    accessNotices++
    for (const editor of editors) {
      editor.tellOfComments()
      void askAgain(editor)
    }
    void compareWithPostgres().catch(() => {})
  })
  const warming = Promise.all([flusher.warm(), warmJoins()])
  for (const line of [listening, hints.ready])
    line.catch((error: unknown) => log.error({ err: error }, 'minutes: cannot listen; hints come every few seconds'))

  return {
    /** Resolves when notices of other nodes are heard and the writer is warm. */
    ready: () => Promise.all([listening, hints.ready, warming]).then(() => {}),

    /** Accepts every upgrade and closes with a code where it refuses: after an HTTP error stock clients retry for ever. */
    handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer, context: UpgradeContext): void {
      const url = new URL(req.url ?? '/', 'http://collab')
      const rawId = url.pathname.replace(/^\/collab\//, '')
      const asker = {
        cookie: req.headers.cookie,
        authorization: req.headers.authorization,
        secure: context.secure,
      }
      wss.handleUpgrade(req, socket, head, (ws) => {
        const { origin } = req.headers
        if (origin !== undefined && !context.origins(origin))
          return ws.close(errorTable.wrong_origin.close, 'wrong_origin')
        const isOurs = url.searchParams.get('ext') === '1'
        if (isOurs && !(Number(url.searchParams.get('schema') ?? 1) >= schemaVersion))
          return ws.close(closeCode.outdated, 'outdated')
        void start(ws, rawId, asker, isOurs)
      })
    },

    /** Stops reading, writes what waits (up to `timeoutMs`), answers barriers, says 1012. Clients come back elsewhere. */
    async drain(timeoutMs = 8_000): Promise<void> {
      isStopping = true
      for (const editor of editors) editor.ws.pause()
      const isWritten = await flusher.drain(timeoutMs)
      hints.flush()
      if (!isWritten)
        log.error({ bytes: flusher.pendingBytes }, 'minutes: stopping with updates nobody was told are saved')
      for (const editor of [...editors]) editor.close(closeCode.restarting, 'restarting')
      for (const ws of wss.clients) if (ws.readyState === ws.OPEN) ws.close(closeCode.restarting, 'restarting')
      await caretaker.finish()
    },

    async close(): Promise<void> {
      isStopping = true
      timers.forEach(clearInterval)
      await Promise.all([flusher.close(), caretaker.finish()])
      // Also those that are still being let in.
      for (const ws of wss.clients) ws.terminate()
      for (const document of [...registry.all()]) registry.drop(document)
      wss.close()
      await Promise.all([hints.stop(), listening.then((stop) => stop()).catch(() => {})])
    },

    stats: () => ({
      connections: editors.size,
      documents: registry.size,
      mostBuffered: Math.max(0, ...[...editors].map((editor) => editor.ws.bufferedAmount)),
      /** Times that rows of others were read from Postgres. */
      pulls,
      ...flusher.stats(),
    }),
  }
}
