// /api/files over a real socket, for tests: a county of makeTestRoom, a folder for the bytes, and people who speak tus.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { setRuntime } from '@/server/env'
import { uploadsPath, type FilePlace } from '@/server/files/contract'
import { handleFiles } from '@/server/files/handle'
import { comingPath } from '@/server/files/place'
import { FileId } from '@/server/ids'
import { createSession, sessionCookieName, sessionCookieValue } from '@/server/people/sessions'
import { until } from './app'
import { createTestDatabase } from './postgres'

type Answer = { status: number; code: string | null; location: string | null; headers: Headers; body: Buffer }
type Wish = { name?: string; bytes?: number; place: FilePlace }

export class FilesHouse {
  database!: Awaited<ReturnType<typeof createTestDatabase>>
  readonly dataDir = mkdtempSync(join(tmpdir(), 'lx-files-'))
  private server!: Server
  origin = ''
  private readonly cookies = new Map<string, string>()

  async open(): Promise<void> {
    this.database = await createTestDatabase()
    setRuntime({
      databaseUrl: this.database.url,
      authSecret: 'only-for-tests-only-for-tests-000',
      dataDir: this.dataDir,
      addresses: { local: 'http://localhost', lan: [], public: null },
    })
    const isOurOrigin = (origin: string) => origin === this.origin
    this.server = createServer((req, res) => {
      const context = { db: this.database.db, secure: false, ip: '203.0.113.9', isOurOrigin }
      void handleFiles(req, res, context).then((isDone) => {
        if (!isDone) res.writeHead(404).end('a page')
      })
    })
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }
  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
    await this.database.drop()
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  async cookie(who: PersonActor): Promise<string> {
    const known = this.cookies.get(who.personId)
    if (known) return known
    const sid = await createSession(this.database.db, who.countyId, who.personId, 'test', clock.now())
    const cookie = `${sessionCookieName(false)}=${await sessionCookieValue({ sid, cid: who.countyId })}`
    this.cookies.set(who.personId, cookie)
    return cookie
  }

  async ask(who: PersonActor | null, path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers)
    if (who) headers.set('cookie', await this.cookie(who))
    const response = await fetch(this.origin + path, { ...init, headers, redirect: 'manual' })
    const body = Buffer.from(await response.arrayBuffer())
    let code: string | null = null
    try {
      code = (JSON.parse(body.toString()) as { code?: string }).code ?? null
    } catch {
      // No problem of ours.
    }
    return {
      status: response.status,
      code,
      location: response.headers.get('location'),
      headers: response.headers,
      body,
    }
  }

  /** tus: the place is kept, nothing is sent yet. */
  begin(
    who: PersonActor | null,
    { name = '照片.jpg', bytes = 10, place }: Wish,
    more: HeadersInit = {},
  ): Promise<Answer> {
    const metadata = Object.entries({ name, kind: place.kind, id: place.id })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',')
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': String(bytes), 'upload-metadata': metadata, ...more }
    return this.ask(who, uploadsPath, { method: 'POST', headers })
  }
  patch(who: PersonActor, path: string, offset: number, bytes: Buffer): Promise<Answer> {
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    }
    return this.ask(who, path, { method: 'PATCH', headers, body: new Uint8Array(bytes) })
  }
  async offset(who: PersonActor, path: string): Promise<number | null> {
    const answer = await this.ask(who, path, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })
    const offset = answer.headers.get('upload-offset')
    return offset === null ? null : Number(offset)
  }
  /** Sends `bytes` of what was promised, waits until the server has them, and cuts the line. */
  async cutAfter(who: PersonActor, path: string, bytes: Buffer, promised: number): Promise<void> {
    const cookie = await this.cookie(who)
    const sent = request(this.origin + path, {
      method: 'PATCH',
      headers: {
        cookie,
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': String(promised),
      },
    })
    sent.on('error', () => {})
    await new Promise((done) => sent.write(bytes, done))
    const coming = comingPath(who.countyId, FileId.parse(path.split('/').at(-1)))
    await until('the first bytes are on disk', async () => statSync(coming).size > 0)
    sent.destroy()
  }
  /** All of it. @returns the id, or the code it was refused with */
  async add(who: PersonActor, place: FilePlace, name: string, bytes: Buffer): Promise<string> {
    const made = await this.begin(who, { name, bytes: bytes.length, place })
    if (made.location === null) return made.code ?? String(made.status)
    const sent = await this.patch(who, made.location, 0, bytes)
    return sent.status === 204 ? made.location.split('/').at(-1)! : (sent.code ?? String(sent.status))
  }
}
