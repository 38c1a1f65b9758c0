// For each rule of server/minutes/SPEC.md and each of tests/conformance/LIST.md a change of one line that breaks it: the rule's own test must see it. `find` stands
// exactly once in its file (list.test.ts); `put` takes its place. Read a line aloud: "M6 falls if a barrier needs nothing".

const live = 'server/live/minutes.ts'
const editor = 'server/live/editor.ts'
const open = 'server/live/documents.ts'
const presence = 'server/live/presence.ts'
const store = 'server/minutes/store.ts'
const rows = 'server/minutes/write-rows.ts'
const history = 'server/minutes/history.ts'
const bytes = 'server/minutes/update-bytes.ts'
const load = 'server/minutes/load.ts'
const settle = 'server/minutes/settle.ts'
const nodes = 'server/live/nodes.ts'
const access = 'server/access.ts'
const create = 'server/meetings/create-meeting.ts'

/** @type {[rule: string, file: string, find: string, put: string][]} */
const lines = [
  ['M1', editor, 'if (this.isWriter) this.askForMissing()', 'this.askForMissing()'],
  [
    'M2',
    editor,
    'for (const part of parts) this.send(wire.updateFrame',
    'for (const part of parts) this.send(wire.step2Frame',
  ],
  ['M3', editor, 'if (!this.isSynced || this.lagFrom !== null) return', 'if (this.lagFrom !== null) return'],
  ['M4', 'server/minutes/wire.ts', 'while (decoding.hasContent(decoder))', 'while (false)'],
  ['M5', editor, 'if (this.isWriter) this.askForMissing()', ''],
  ['M6', editor, '{ needed: this.needed, payload: copy(payload) }', '{ needed: 0, payload: copy(payload) }'],
  [
    'M7',
    editor,
    'if (answer) this.send(wire.durableFrame(answer))',
    'this.send(wire.durableFrame(answer ?? Uint8Array.of(0)))',
  ],
  ['M8', editor, 'this.needed = document.queued\n', '\n'],
  [
    'M9',
    editor,
    'if (document.known.covers(brings)) {',
    'if (document.known.covers(brings) || document.known.hasGap) {',
  ],
  ['M10', rows, 'h.base + 1 + x.k', 'h.base + 2 + x.k'],
  ['M11', store, 'if (isHeld || isTheDocumentsFault(error)) {', 'if (true) {'],
  ['M66', store, 'if (isHeld || isTheDocumentsFault(error)) {', 'if (isTheDocumentsFault(error)) {'],
  ['M67', rows, "    synchronous_commit: 'on',\n", '\n'],
  ['M64', 'db/client.ts', '    backoff,\n', '\n'],
  ['M12', live, 'editor.ws.resume()', ''],
  ['M13', editor, 'if (document.known.covers(brings)) {', 'if (false) {'],
  ['M14', bytes, 'if (clock > known) {', 'if (false) {'],
  ['M15', editor, "if (!this.isWriter) return this.refuse('read-only')", ''],
  ['M16', live, 'if (origin !== undefined && !context.origins(origin))', 'if (false)'],
  ['M94', live, "if (isOurs && !(Number(url.searchParams.get('schema') ?? 1) >= schemaVersion))", 'if (false)'],
  ['M17', live, "if (!same) editor.close(closeCode.accessChanged, 'access changed')", ''],
  ['M17', editor, '    if (this.ws.readyState !== this.ws.OPEN) return\n    this.lastHeardAt', '    this.lastHeardAt'],
  ['M18', rows, 'where d.frozen_at is null and d.quarantined_at is null', 'where d.quarantined_at is null'],
  ['M19', presence, '{ ...parsed, user }', '{ user, ...parsed }'],
  ['M20', presence, 'if (!maySpeak(from, entry, there?.owner)) continue', ''],
  ['M21', live, 'leavePresence(document, editor)', ''],
  ['M22', editor, "this.close(closeCode.malformed, 'malformed')", ''],
  ['M65', bytes, 'if (len === 0 || ', 'if ('],
  ['M23', editor, 'if (update.length > limit)', 'if (update.length > 2 * limit)'],
  ['M24', 'server/minutes/wire.ts', "yield { type: 'unknown' }", "throw new Error('unknown')"],
  ['M25', editor, "if (!this.chatter.take()) return this.close(closeCode.tooFast, 'too much presence')", ''],
  ['M26', editor, 'if (this.ws.bufferedAmount <= lagAt) return', 'return'],
  ['M27', live, 'if (now - editor.lastSentAt > set.keepaliveMs) editor.send(keepaliveFrame)', ''],
  ['M28', live, 'const isWritten = await flusher.drain(timeoutMs)', 'const isWritten = true'],
  ['M29', open, 'this.read(id).finally(() => this.loads.delete(id))', 'this.read(id)'],
  [
    'M30',
    'server/minutes/compact.ts',
    'const data = Y.encodeStateAsUpdate(doc)',
    'const data = Y.encodeStateAsUpdate(build(parts.slice(0, -1)))',
  ],
  [
    'M31',
    live,
    'if (isIdle && document.queued === document.committed && !document.isPulling) registry.drop(document)',
    '',
  ],
  ['M32', open, 'if (!brings) {', 'if (false) {'],
  ['M49', 'server/minutes/compact.ts', '      return { at }\n', '      throw new Error()\n'],
  ['M60', live, "quarantine(db, document.id, 'write', clock.now())", 'Promise.resolve()'],
  ['M61', load, 'missing: Number(header.head) - Number(header.seq) - rows.length', 'missing: 0'],
  ['M62', 'server/minutes/quarantine.ts', 'if (problem !== null) return problem', ''],
  ['M63', load, "createHash('sha256').update(data!).digest('hex') === sha256", 'true'],
  ['M33', store, '      noteHead(part.sink.id, head, withSequence(part.rows, base))\n', '\n'],
  ['M50', store, 'noteHead(part.sink.id, head, withSequence(part.rows, base))', 'noteHead(part.sink.id, head, [])'],
  ['M51', editor, 'if (this.withExtensions) this.send(wire.commentsFrame)', 'this.send(wire.commentsFrame)'],
  ['M34', live, 'setInterval(() => void compareWithPostgres().catch(() => {}), set.antiEntropyMs),', ''],
  ['M35', settle, 'if (!stored.isFrozen) writeNumbers(doc, tasks.numbers)', ''],
  ['M36', settle, 'for (const atom of copies) {', 'for (const atom of [] as Atom[]) {'],
  ['M37', 'server/minutes/project.ts', '.set({ withdrawnAt: at, changedAt: at })', '.set({ changedAt: at })'],
  [
    'M70',
    'server/minutes/freeze.ts',
    "if (row.head !== seq || row.settledSeq !== row.head) throw new AppError('text_changed')",
    '',
  ],
  ['M79', editor, 'if (!holder || holder.senderId === this.senderId) this.typesAs', 'this.typesAs'],
  [
    'M79',
    rows,
    '      on conflict do nothing\n',
    '      on conflict (county_id, document_id, client) do update set author_id = excluded.author_id\n',
  ],
  ['M79', history, 'coalesce(c.author_id, u.sender_id) as author', 'u.sender_id as author'],
  ['M71', 'server/minutes/freeze.ts', ".for('update')", ''],
  ['M93', 'server/minutes/unfreeze.ts', ', epoch: raw`${documents.epoch} + 1`', ''],
  ['M73', load, ' and u.seq <= d.upto', ''],
  ['M41', presence, 'if (news.length > 0) document.tellNodes?.(news)', ''],
  ['M42', nodes, 'if (++life.silent > limit && !life.isGone) this.end(life)', ''],
  ['M43', nodes, 'line.onUp = () => this.startAnew()', ''],
  ['M44', presence, '  there.since = time.now().getTime()\n', '\n'],
  ['M45', live, 'if (head > document.lastSeq && document.queued === document.committed) void pull(document)', ''],
  ['M46', bytes, 'if (struct instanceof Y.Item && struct.parentSub !== null) isProse = false', ''],
  ['M47', 'server/minutes/hints.ts', 'for (const [documentId, head] of known.heads()) note(documentId, head)', ''],
  ['M48', store, '      isAsked = true\n', '\n'],
  ['M72', 'server/minutes/canonical.ts', '...(attributes && { marks: attributes }),', ''],
  [
    'M74',
    'server/minutes/restore.ts',
    'stepsBetween(shapesOf(target), shapesOf(source))',
    'stepsBetween(shapesOf(target).map((shape) => `${shape} `), shapesOf(source))',
  ],
  ['M75', access, 'isMinutes(thing) && memberOfBody(actor, thing)', 'isMinutes(thing)'],
  ['M76', 'server/live/gate.ts', "if (document.thing.readers !== null) throw new AppError('not_found')", ''],
  ['M77', create, 'title: item.restrictedTo ? maskOf(locale) : item.title', 'title: item.title'],
  ['M78', create, "if (hasPublicPart) throw new AppError('invalid_input', { agenda: 'invalid' })", ''],
  ['M38', settle, 'if (record.leadUnitId !== null && !units.has(record.leadUnitId)) {', 'if (false) {'],
  ['M39', 'server/minutes/contract.ts', '  problems.push(name)\n', '\n'],
  ['M39', 'server/minutes/model.ts', ".replaceAll('\\0', '')", ''],
  ['M40', settle, 'const settled = await settle(db, id, now())', 'const settled = null as Settled | null'],
  ['C1', editor, 'wire.step1Frame(this.document.known.vector())', 'wire.step1Frame(Uint8Array.of(0))'],
  ['C2', editor, 'if (!this.isSynced || this.lagFrom !== null) return', 'if (this.lagFrom !== null) return'],
  [
    'C3',
    open,
    'let loading = this.loads.get(id)',
    'let loading = undefined as ReturnType<typeof this.read> | undefined',
  ],
  ['C4', open, 'this.read(id).finally(() => this.loads.delete(id))', 'this.read(id)'],
  ['C5', live, 'for (const editor of document.connections) editor.sendLive(frame, entry)', ''],
  [
    'C6',
    editor,
    'if (document.known.covers(brings)) {',
    'if (document.known.covers(brings) || document.known.hasGap) {',
  ],
  ['C7', editor, "this.close(closeCode.malformed, 'malformed')", ''],
  ['C8', editor, "if (!this.isWriter) return this.refuse('read-only')", ''],
  ['C9', presence, 'if (!maySpeak(from, entry, there?.owner)) continue', ''],
  ['C10', live, 'if (now - editor.lastSentAt > set.keepaliveMs) editor.send(keepaliveFrame)', ''],
  ['C11', editor, 'if (this.ws.bufferedAmount <= lagAt) return', 'return'],
  ['C12', 'server/minutes/contract.ts', 'tooFast: 4529', 'tooFast: 4429'],
  ['C13', editor, '    if (this.ws.readyState !== this.ws.OPEN) return\n    this.lastHeardAt', '    this.lastHeardAt'],
  ['C14', 'server/minutes/wire.ts', 'while (decoding.hasContent(decoder))', 'while (false)'],
  ['C15', 'server/minutes/wire.ts', "yield { type: 'unknown' }", "throw new Error('unknown')"],
  ['C16', 'server/minutes/compact.ts', 'const data = Y.encodeStateAsUpdate(doc)', 'const data = Uint8Array.of(0, 0)'],
  ['C17', editor, "if (!isBinary) return this.close(closeCode.malformed, 'text frame')", 'if (!isBinary) return'],
]

export const mutants = lines.map(([rule, file, find, put]) => ({ rule, file, find, put }))
