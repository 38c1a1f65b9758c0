// /api/files, served before Next: uploads by tus, and the one way out. Access is asked at every read; whoever may not read a
// file is told what somebody is told who made the address up.
import { open } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Db } from '@/db/client'
import { can, type PersonActor, type SeatActor } from '@/server/access'
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { FileId, MeetingId } from '@/server/ids'
import { log } from '@/server/log'
import { isMediaType, mediaTypes, uploadsPath } from './contract'
import { contentDisposition, parseRange, type Range } from './model'
import { keptPath } from './place'
import { readFile, type FileRow } from './read'
import { receiveUpload } from './receive'

export type FilesContext = { db: Db; secure: boolean; ip: string; isOurOrigin: (origin: string) => boolean }

/** False when the address is not one of a file's, or somebody who follows a link should see a page instead. */
export async function handleFiles(req: IncomingMessage, res: ServerResponse, ctx: FilesContext): Promise<boolean> {
  const path = (req.url ?? '').split('?')[0]!
  if (!path.startsWith('/api/files/')) return false
  const isPage = req.method === 'GET' && (req.headers.accept ?? '').includes('text/html')
  try {
    const { cookie, authorization } = req.headers
    const sitting = MeetingId.safeParse(new URL(req.url ?? '/', 'http://here').searchParams.get('sitting'))
    const meetingId = sitting.success ? sitting.data : null
    const asking = await readCredentials(ctx.db, { cookie, authorization }, meetingId, ctx.secure, clock.now())
    // A guest here may have an account in another county: at a sitting its own county counts.
    const countyId = (asking.seat ?? asking.person)?.countyId
    const actors = [asking.person, asking.seat]
      .filter((actor) => actor !== null)
      .filter((actor) => actor.countyId === countyId)
    if (actors.length === 0) throw new AppError('not_signed_in')
    if (path !== uploadsPath && !path.startsWith(`${uploadsPath}/`)) await serveFile(req, res, ctx, actors, path)
    else if (asking.person) await upload(req, res, ctx, asking.person)
    else throw new AppError('not_signed_in')
  } catch (error) {
    const { code, cause } = toAppError(error)
    if (code === 'internal') log.error({ error: String((cause as Error)?.stack ?? cause) }, 'files: a request failed')
    if (res.headersSent) {
      res.destroy()
      return true
    }
    if (isPage && code === 'not_signed_in') {
      res.writeHead(303, { location: `/sign-in?callbackUrl=${encodeURIComponent(path)}`, 'cache-control': 'no-store' })
      res.end()
    } else if (isPage && code === 'not_found') return false
    else refuse(res, code)
  }
  return true
}

function refuse(res: ServerResponse, code: keyof typeof errorTable): void {
  const status = errorTable[code].http
  res.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  res.end(JSON.stringify({ type: 'about:blank', title: code, code, status }))
}

async function upload(req: IncomingMessage, res: ServerResponse, ctx: FilesContext, actor: PersonActor): Promise<void> {
  const { origin } = req.headers
  if (origin !== undefined && !ctx.isOurOrigin(origin)) throw new AppError('wrong_origin')
  res.setHeader('cache-control', 'no-store')
  await receiveUpload(req, res, { db: ctx.db, actor, now: clock.now })
}

async function serveFile(
  req: IncomingMessage,
  res: ServerResponse,
  ctx: FilesContext,
  actors: readonly (PersonActor | SeatActor)[],
  path: string,
): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD') throw new AppError('not_found')
  // Another site's picture or script would leave lines in the trail in this person's name; a link from a message may lead here.
  if (req.headers['sec-fetch-site'] === 'cross-site' && req.headers['sec-fetch-mode'] !== 'navigate')
    throw new AppError('wrong_origin')
  const [, text, preview] = /^\/api\/files\/([0-9a-f-]{36})(\/preview)?$/.exec(path) ?? []
  const id = FileId.safeParse(text)
  const found = id.success ? await readFile(ctx.db, actors[0]!.countyId, id.data) : null
  if (!found) throw new AppError('not_found')
  const { row, thing } = found
  const allowed = actors.find((each) => can(each, 'file.read', thing))
  const actor = allowed ?? actors[0]!
  const isRestricted = thing.readers !== null
  const tell = (result: 'done' | 'refused') =>
    ctx.db.transaction((tx) =>
      recordEvent(
        tx,
        actor.countyId,
        actor,
        {
          verb: 'file.read',
          thingId: row.id,
          result,
          from: ctx.ip,
          detail: { isRestricted, isPreview: Boolean(preview) },
        },
        clock.now(),
      ),
    )
  if (!allowed) {
    if (isRestricted) await tell('refused')
    throw new AppError('not_found')
  }
  if (row.state !== 'ready' || !isMediaType(row.mediaType)) throw new AppError('not_found')
  const type = row.mediaType
  if (preview && !mediaTypes[type].isView) throw new AppError('not_found')
  const etag = `"${row.sha256!}"`
  const headers = {
    'content-type': type,
    'content-disposition': contentDisposition(preview ? 'inline' : 'attachment', row.name),
    'content-security-policy': `sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    // The browser may keep it and asks again each time; nothing between may. What is restricted is kept nowhere.
    'cache-control': isRestricted ? 'private, no-store' : 'private, no-cache, no-transform',
    'accept-ranges': 'bytes',
    vary: 'cookie',
    etag,
  }
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, headers)
    return void res.end()
  }
  const ifRange = req.headers['if-range']
  const isSame = ifRange === undefined || ifRange === etag
  const range = isSame ? parseRange(req.headers.range, row.bytes) : null
  if (range === 'none') {
    res.writeHead(416, { ...headers, 'content-range': `bytes */${row.bytes}`, 'content-length': 0 })
    return void res.end()
  }
  // A download that goes on after a cut is the same download.
  if (req.method === 'GET' && (range === null || range.from === 0)) await tell('done')
  await send(req, res, row, range, headers)
}

async function send(
  req: IncomingMessage,
  res: ServerResponse,
  row: FileRow,
  range: Range | null,
  headers: Record<string, string>,
): Promise<void> {
  const file = await open(keptPath(row.countyId, row.sha256!), 'r')
  try {
    const { from, to } = range ?? { from: 0, to: row.bytes - 1 }
    res.writeHead(range ? 206 : 200, {
      ...headers,
      'content-length': to - from + 1,
      ...(range && { 'content-range': `bytes ${from}-${to}/${row.bytes}` }),
    })
    if (req.method === 'HEAD') return void res.end()
    const stream = file.createReadStream({ start: from, end: to, autoClose: false })
    // Whoever leaves in the middle is no fault of ours.
    await pipeline(stream, res).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  } finally {
    await file.close()
  }
}
