// kill -9 of the collaboration process under load. A ledger holds what every client wrote, when, and what it was told is
// on disk; after each kill the rows are read from Postgres by nobody's client. Never missing: an acknowledged update.
// And the acknowledgements are worth something: most of what was older than 200 ms had one.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { DocumentId } from '@/server/ids'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { durableFrame, updateFrame } from '@/server/minutes/wire'
import { newFreeDocument, RawClient, tokenFor } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

const cycles = Number(process.env.KILL_CYCLES ?? 30)
const writersPerDocument = 2
const documentCount = 3
/** Milliseconds between two edits of a writer. */
const pace = 15

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
let folder: string
let entry: string

beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
  // Below the project, so that the bundle finds its packages.
  folder = mkdtempSync(join(process.cwd(), '.build-kill-'))
  entry = join(folder, 'collab-process.mjs')
  const options = ['--bundle', '--platform=node', '--format=esm', '--packages=external', `--alias:@=${process.cwd()}`]
  execFileSync('node_modules/.bin/esbuild', [
    'tests/fault/collab-process.ts',
    ...options,
    `--outfile=${entry}`,
    '--log-level=error',
  ])
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

async function startProcess(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', () => reject(new Error('the process ended before it listened')))
  })
  return { child, url: `ws://127.0.0.1:${port}/collab` }
}

/** Writes numbered words into its own key of a shared map and a shared text, and keeps the books. */
class Writer {
  readonly sentAt: number[] = []
  acknowledged = 0
  private isOn = true
  private readonly doc = new Y.Doc()
  constructor(
    readonly client: RawClient,
    readonly documentId: DocumentId,
    readonly name: string,
  ) {
    this.doc.on('update', (update: Uint8Array) => {
      this.client.send(
        updateFrame(update),
        durableFrame(encoding.encode((e) => encoding.writeVarUint(e, this.sentAt.length + 1))),
      )
      this.sentAt.push(performance.now())
    })
    client.ws.on('message', (data) => {
      const frame = new Uint8Array(data as Buffer)
      if (frame[0] !== 102) return
      const inner = decoding.createDecoder(decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(1))))
      this.acknowledged = Math.max(this.acknowledged, decoding.readVarUint(inner))
    })
  }
  async run(): Promise<void> {
    for (let n = 1; this.isOn && this.client.ws.readyState === this.client.ws.OPEN; n++) {
      // An insertion each, and every fifth time the deletion of an earlier one: deletions move no clock.
      this.doc.transact(() => {
        const words = this.doc.getArray(this.name)
        if (n % 5 === 0) words.delete(words.length - 2, 1)
        words.push([n])
      })
      await new Promise((resolve) => setTimeout(resolve, pace))
    }
  }
  stop(): void {
    this.isOn = false
    this.client.close()
  }
  /** What the list must contain when the first `count` edits are in. */
  static expected(count: number): number[] {
    const words: number[] = []
    for (let n = 1; n <= count; n++) {
      if (n % 5 === 0) words.splice(words.length - 2, 1)
      words.push(n)
    }
    return words
  }
}

test(`${cycles} kills: no acknowledged update is missing`, { timeout: 30_000 + cycles * 8_000 }, async () => {
  const sum = { written: 0, acknowledged: 0, old: 0, oldAcknowledged: 0, missing: 0, kills: 0 }
  const documents = await Promise.all(
    Array.from({ length: documentCount }, () => newFreeDocument(database.db, room.secretary)),
  )
  const began = performance.now()
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const { child, url } = await startProcess()
    const writers = await Promise.all(
      documents.flatMap((id) =>
        Array.from({ length: writersPerDocument }, async (_, k) => {
          const client = await new RawClient(url, id, token).join()
          return new Writer(client, id, `w${cycle}-${k}`)
        }),
      ),
    )
    const running = writers.map((writer) => writer.run())
    await new Promise((resolve) => setTimeout(resolve, 900 + Math.random() * 700))
    const gone = new Promise((resolve) => child.once('exit', resolve))
    const killedAt = performance.now()
    child.kill('SIGKILL')
    await gone
    // Answers that were on their way when it died still count: whoever reads one believes it.
    await Promise.all(writers.map((writer) => writer.client.untilClosed()))
    writers.forEach((writer) => writer.stop())
    await Promise.all(running)
    sum.kills++
    for (const id of documents) {
      const { doc } = buildDoc((await loadBytes(database.db, id))!)
      for (const writer of writers.filter((each) => each.documentId === id)) {
        const words = doc.getArray<number>(writer.name).toArray()
        // An edit is in when its own word is, or was taken back by a later edit that is in.
        const stored = words.length === 0 ? 0 : Math.max(...words)
        sum.missing += Math.max(0, writer.acknowledged - stored)
        expect(words, `${writer.name} of cycle ${cycle}`).toEqual(Writer.expected(stored))
        const old = writer.sentAt.filter((at) => killedAt - at > 200).length
        sum.written += writer.sentAt.length
        sum.acknowledged += writer.acknowledged
        sum.old += old
        sum.oldAcknowledged += Math.min(old, writer.acknowledged)
      }
    }
  }
  const share = sum.oldAcknowledged / sum.old
  console.log(
    `kill -9: ${JSON.stringify({ ...sum, shareOfOldAcknowledged: Number(share.toFixed(4)), seconds: Math.round((performance.now() - began) / 1000) })}`,
  )
  expect(sum.missing).toBe(0)
  expect(sum.acknowledged).toBeGreaterThan(cycles * 50)
  expect(share).toBeGreaterThanOrEqual(0.95)
})
