// The door for guests, served before Next: plain pages that work without script, for /join/<code> and /l/<secret>. A GET
// shows and never consumes; the tap posts, gets the device cookie and goes through requestEntry like everybody.
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Db } from '@/db/client'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { runtime } from '@/server/env'
import { AppError, errorTable, toAppError, type ErrorCode } from '@/server/errors'
import { UnitId } from '@/server/ids'
import { log } from '@/server/log'
import { meetingThing } from '@/server/meetings/model'
import { negotiateLocale, translator } from '@/server/messages'
import { PersonName } from '@/server/people/contract'
import { cookieNames, isLocale, readLook } from '@/server/preferences/model'
import { readIssuedPaper } from '@/server/signing/read-issued'
import { mediaServer } from '../media-server'
import { normalizeJoinCode } from '../find-link'
import { deviceCookieName, readSeatOfDevice } from '../read-seat'
import { requestEntry } from '../request-entry'
import { testLine } from '../test-line'
import { doorAssets } from './assets'
import { scriptTexts } from './script-texts'
import { countKnock, countMiss, refuseGuessers } from './guess-limit'
import { doorTexts, renderPage, type DoorPage, type Look } from './page'
import { readDoor, readDoorAgenda, readDoorUnits, readIssuedAt, type Door } from './read-door'
import { parseDoorPath, readDoorCookies, readForm, requireOwnForm, type DoorPath } from './request'
import { roomAssets } from './room-assets'
import { codePage, errorView, knockView, overView, refusedView, waitView, type Typed } from './views'

export type DoorContext = { origin: string; secure: boolean; ip: string; nonce: string; db: Db }

type Ask = {
  req: IncomingMessage
  res: ServerResponse
  ctx: DoorContext
  url: URL
  look: Look
  /** The script that tests a line: fetched at the press, never before. */
  linePath: string
  /** What the room's page needs, in the order in which it does. */
  prefetch: string[]
  cookie: (name: string) => string | undefined
  at: Date
}

/** False when the address is not the door's. */
export async function handleDoor(req: IncomingMessage, res: ServerResponse, ctx: DoorContext): Promise<boolean> {
  const url = new URL(req.url ?? '/', ctx.origin)
  if (url.pathname.startsWith('/door/')) return serveScript(req, res, url.pathname)
  const path = parseDoorPath(url.pathname)
  if (!path && url.pathname !== '/join' && url.pathname !== '/join/') return false
  const cookie = readDoorCookies(req)
  const { css, head, scriptPath, linePath, roomPath } = await doorAssets()
  const look: Look = {
    ...readLook(cookie),
    locale: negotiateLocale(req.headers.cookie, req.headers['accept-language']),
    nonce: ctx.nonce,
    css,
    head,
    scriptPath,
  }
  const prefetch = [roomPath, ...roomAssets()]
  const ask: Ask = { req, res, ctx, url, look, linePath, prefetch, cookie, at: clock.now() }
  res.setHeader('cache-control', 'no-store')
  res.setHeader('vary', 'cookie, accept-language')
  try {
    if (!path) sendCodePage(ask)
    else if (path.part === 'state') await sendState(ask, path)
    else if (path.part === 'line') await sendLine(ask, path)
    else if (path.part !== null) await sendMinutes(ask, path, path.part === 'minutes' ? 'html' : 'pdf')
    else if (req.method === 'POST') await knock(ask, path)
    else if (req.method === 'GET' || req.method === 'HEAD') await show(ask, path)
    else throw new AppError('malformed')
  } catch (error) {
    sendError(ask, path, error)
  }
  return true
}

async function serveScript(req: IncomingMessage, res: ServerResponse, pathname: string): Promise<boolean> {
  const script = (await doorAssets()).scripts.get(pathname)
  const isAnswered = script !== undefined && (req.method === 'GET' || req.method === 'HEAD')
  const coding = /\bbr\b/.test(acceptedCodings(req)) ? 'br' : /\bgzip\b/.test(acceptedCodings(req)) ? 'gzip' : null
  res.writeHead(isAnswered ? 200 : 404, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': script ? 'public, max-age=31536000, immutable' : 'no-store',
    vary: 'accept-encoding',
    ...(script && coding && { 'content-encoding': coding }),
  })
  if (!isAnswered || req.method === 'HEAD') res.end()
  else res.end(coding ? (await script.packed())[coding] : script.plain)
  return true
}

const acceptedCodings = (req: IncomingMessage) => String(req.headers['accept-encoding'] ?? '')

async function open({ ctx, cookie, at }: Ask, { entry }: DoorPath): Promise<Door> {
  await refuseGuessers(ctx.db, ctx.ip, at)
  try {
    return await readDoor(ctx.db, entry, cookie(deviceCookieName(ctx.secure)) ?? null, at)
  } catch (error) {
    if (toAppError(error).code === 'link_unknown') await countMiss(ctx.db, ctx.ip, at)
    throw error
  }
}

async function show(ask: Ask, path: DoorPath): Promise<void> {
  const { url, ctx, res, req, at } = ask
  const lang = url.searchParams.get('lang')
  if (lang !== null) {
    if (isLocale(lang)) setCookie(ask, cookieNames.locale, lang, { days: 400, httpOnly: false })
    return redirect(res, path.path)
  }
  const door = await open(ask, path)
  if (door.state === 'ended') return sendOver(ask, path, door)
  if (door.cancelledAt !== null) throw new AppError('meeting_cancelled')
  // A signed-in member of the body has a seat of their own: no second one as a guest.
  const { person } = await readCredentials(ctx.db, req.headers, door.meetingId, ctx.secure, at)
  const thing = meetingThing({ ...door, id: door.meetingId })
  if (path.entry.kind === 'join' && person && can(person, 'meeting.attend', thing)) {
    return redirect(res, `/rooms/${door.meetingId}`)
  }
  const { seat } = door
  if (seat?.isBanned) throw new AppError('seat_banned')
  const isEditing = url.searchParams.has('edit') && path.entry.kind === 'join'
  if (seat?.isMine && !isEditing) {
    if (seat.admission === 'admitted' && door.state === 'live' && url.searchParams.has('wait')) {
      return redirect(res, `/rooms/${door.meetingId}`)
    }
    if (seat.admission === 'waiting' || (seat.admission === 'admitted' && door.state === 'planned')) {
      return sendWait(ask, path, door)
    }
    if (seat.admission === 'refused') return sendRefused(ask, path, door)
  }
  const typed: Typed = { name: isEditing ? (seat?.name ?? '') : '', unitId: seat?.unit?.id ?? '', errors: {} }
  await sendKnock(ask, path, door, seat && !isEditing ? null : typed, 200)
}

async function knock(ask: Ask, path: DoorPath): Promise<void> {
  const { ctx, req, res, at, cookie } = ask
  requireOwnForm(req, ctx.origin)
  const form = await readForm(req)
  const lang = form.get('lang')
  const door = await open(ask, path)
  const typed: Typed = { name: form.get('name') ?? '', unitId: form.get('unitId') ?? '', errors: {} }
  const wantsName = path.entry.kind === 'join' && (!door.seat || form.has('name'))
  if (lang !== null && isLocale(lang)) {
    // The language changed in the middle of typing: the same page in it, with what was typed.
    setCookie(ask, cookieNames.locale, lang, { days: 400, httpOnly: false })
    ask.look.locale = lang
    return sendKnock(ask, path, door, wantsName ? typed : null, 200)
  }
  await countKnock(ctx.db, ctx.ip, at)
  const deviceSecret = cookie(deviceCookieName(ctx.secure)) ?? null
  const t = doorTexts(ask.look.locale)
  const name = PersonName.safeParse(wantsName ? typed.name : (door.seat?.name ?? ''))
  if (!name.success) {
    const why = name.error.issues[0]?.message
    typed.errors.name = t(`nameErrors.${why === 'required' || why === 'tooLong' ? why : 'invalid'}`)
    return sendKnock(ask, path, door, typed, 422)
  }
  const unitId = UnitId.safeParse(typed.unitId)
  try {
    const entry = await requestEntry(
      ctx.db,
      { kind: 'anonymous' },
      path.entry.kind === 'link'
        ? { entrance: 'link', secret: path.entry.secret, deviceSecret }
        : {
            entrance: 'code',
            code: path.entry.code,
            name: name.data,
            unitId: unitId.success ? unitId.data : null,
            deviceSecret,
          },
      at,
    )
    if (entry.deviceSecret !== null) {
      setCookie(ask, deviceCookieName(ctx.secure), entry.deviceSecret, { days: 180, httpOnly: true })
    }
    const isIn = entry.admission === 'admitted' && entry.meetingState === 'live'
    go(ask, isIn ? `/rooms/${entry.meetingId}` : `${path.path}?wait=1`)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error
    typed.errors.unitId = t('unitError')
    res.statusCode = 422
    await sendKnock(ask, path, door, typed, 422)
  }
}

/** What the waiting page's script asks every few seconds; `version` changes when there is something new to read. */
async function sendState(ask: Ask, path: DoorPath): Promise<void> {
  const { res } = ask
  const door = await open(ask, path)
  const { seat } = door
  const isIn = seat?.isMine === true && seat.admission === 'admitted' && !seat.isBanned && door.state === 'live'
  json(res, 200, { go: isIn ? `/rooms/${door.meetingId}` : null, version: versionOf(door) })
}

async function sendOver(ask: Ask, path: DoorPath, door: Door): Promise<void> {
  const { look, ctx, at } = ask
  send(ask, 200, {
    path: path.path,
    title: `${doorTexts(look.locale)('over.title')} · ${door.title}`,
    bodyName: door.bodyName,
    main: overView({ door, look, at, path: path.path, issued: await readIssuedAt(ctx.db, door) }),
  })
}

/** The papers as they were issued, never made anew; a file of its own that runs nothing. */
async function sendMinutes(ask: Ask, path: DoorPath, format: 'html' | 'pdf'): Promise<void> {
  const { req, res, ctx } = ask
  if (req.method !== 'GET' && req.method !== 'HEAD') throw new AppError('malformed')
  const { meetingId } = await open(ask, path)
  const issued = await readIssuedPaper(ctx.db, { kind: 'anonymous', invitedTo: meetingId }, meetingId, format)
  if (!issued) throw new AppError('not_found')
  const name = `minutes-${issued.row.issueNumber}-${issued.row.day}.${format}`
  res.writeHead(200, {
    'content-type': format === 'html' ? 'text/html; charset=utf-8' : 'application/pdf',
    'content-disposition': `${format === 'html' ? 'inline' : 'attachment'}; filename="${name}"`,
    'content-length': issued.data.byteLength,
    'content-security-policy': [
      `default-src 'none'; img-src data:; style-src 'unsafe-inline'`,
      `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ].join('; '),
  })
  res.end(req.method === 'GET' ? issued.data : undefined)
}

/** A token for a test of the line, for whoever holds a seat here: also while waiting, and before the chair has come. */
async function sendLine(ask: Ask, path: DoorPath): Promise<void> {
  const { req, res, ctx, at, cookie } = ask
  if (req.method !== 'POST') throw new AppError('malformed')
  requireOwnForm(req, ctx.origin)
  const door = await open(ask, path)
  const secret = cookie(deviceCookieName(ctx.secure))
  const seat = secret ? await readSeatOfDevice(ctx.db, secret, door.meetingId) : null
  if (!seat || seat.seatId !== door.seat?.id) throw new AppError('not_allowed')
  json(res, 200, await testLine(ctx.db, seat, at))
}

const versionOf = ({ seat, state, cancelledAt, said }: Door) =>
  createHash('sha256')
    .update(
      JSON.stringify([
        state,
        cancelledAt,
        seat?.isMine,
        seat?.admission,
        seat?.isBanned,
        seat?.word,
        seat?.name,
        said?.id,
      ]),
    )
    .digest('base64url')
    .slice(0, 12)

async function sendKnock(ask: Ask, path: DoorPath, door: Door, typed: Typed | null, status: number): Promise<void> {
  const { look, at, ctx } = ask
  const form = typed === null ? null : { typed, units: await readDoorUnits(ctx.db, door) }
  const view = knockView({
    door,
    path: path.path,
    look,
    at,
    hasVideo: mediaServer() !== null,
    secureUrl: secureUrlOf(path.path),
    form,
  })
  send(ask, status, {
    path: path.path,
    title: `${doorTexts(look.locale)('page.knock')} · ${door.title}`,
    bodyName: door.bodyName,
    main: view.main,
    formId: view.formId,
    data: { state: 'knock', prefetch: ask.prefetch, texts: scriptTexts(look.locale), meetingId: door.meetingId },
  })
}

async function sendWait(ask: Ask, path: DoorPath, door: Door): Promise<void> {
  const { look, at, ctx } = ask
  const agenda = await readDoorAgenda(ctx.db, door)
  const hasVideo = mediaServer() !== null
  send(ask, 200, {
    path: path.path,
    title: `${doorTexts(look.locale)('page.wait')} · ${door.title}`,
    bodyName: door.bodyName,
    main: waitView({
      door,
      path: path.path,
      look,
      at,
      hasVideo,
      secureUrl: secureUrlOf(path.path),
      agenda,
      seat: door.seat!,
    }),
    refreshSeconds: 8,
    data: {
      state: 'wait',
      stateUrl: `${path.path}/state`,
      line: hasVideo ? { url: `${path.path}/line`, script: ask.linePath } : undefined,
      version: versionOf(door),
      prefetch: ask.prefetch,
      texts: scriptTexts(look.locale),
      meetingId: door.meetingId,
    },
  })
}

function secureUrlOf(path: string): string | null {
  const { addresses } = runtime()
  const origin = [addresses.public, ...addresses.lan].find((each) => each?.startsWith('https:'))
  return origin ? origin + path : null
}

function sendRefused(ask: Ask, path: DoorPath, door: Door): void {
  const { look } = ask
  send(ask, 200, {
    path: path.path,
    title: `${doorTexts(look.locale)('page.refused')} · ${door.title}`,
    bodyName: door.bodyName,
    main: refusedView({ door, look, path: path.path, seat: door.seat! }),
    data: { state: 'refused', texts: scriptTexts(look.locale), prefetch: [] },
  })
}

function sendCodePage(ask: Ask): void {
  const { url, look, res } = ask
  const code = normalizeJoinCode(url.searchParams.get('code') ?? '').slice(0, 40)
  if (code !== '') return redirect(res, `/join/${encodeURIComponent(code)}`)
  const title = doorTexts(look.locale)('form.codeTitle')
  send(ask, 200, {
    path: '/join',
    title,
    bodyName: translator(look.locale, 'common')('brandFull'),
    main: codePage(look),
  })
}

function sendError(ask: Ask, path: DoorPath | null, error: unknown): void {
  const { code, cause } = toAppError(error)
  const { look, res, req } = ask
  if (code === 'internal') log.error({ error: String(cause) }, 'door: a request failed')
  if (res.headersSent) return void res.end()
  // What is left of a body that is too large is not read; the connection ends with the answer.
  if (code === 'too_large') res.setHeader('connection', 'close')
  if (path?.part === 'state' || path?.part === 'line') return json(res, errorTable[code].http, { code })
  const isCode = path?.entry.kind === 'join' && code === 'link_unknown'
  const again = isCode
    ? { path: '/join', code: path.entry.kind === 'join' ? path.entry.code.slice(0, 40) : '' }
    : path && retryable.includes(code)
      ? { path: path.path }
      : null
  send(ask, errorTable[code].http, {
    path: path?.path ?? '/join',
    title: doorTexts(look.locale)('page.error'),
    bodyName: translator(look.locale, 'common')('brandFull'),
    main: errorView(look, code, again),
  })
  if (code === 'too_large') req.resume()
}

const retryable: readonly ErrorCode[] = [
  'too_many_tries',
  'internal',
  'unavailable',
  'meeting_locked',
  'too_large',
  'wrong_origin',
  'malformed',
]

function send({ res, req, look }: Ask, status: number, page: Omit<DoorPage, 'look'>): void {
  const text = renderPage({ look, ...page })
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(text) })
  res.end(req.method === 'HEAD' ? undefined : text)
}

function json(res: ServerResponse, status: number, value: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  res.end(JSON.stringify(value))
}

function redirect(res: ServerResponse, to: string): void {
  res.writeHead(303, { location: to })
  res.end()
}

/** Where a knock leads: our script is told in JSON, so that it can ring and go itself; a form is redirected. */
function go({ req, res }: Ask, to: string): void {
  if (req.headers['x-lianxi-door'] === 'script') return json(res, 200, { go: to })
  redirect(res, to)
}

function setCookie({ res, ctx }: Ask, name: string, value: string, how: { days: number; httpOnly: boolean }): void {
  const parts = [`${name}=${encodeURIComponent(value)}`, 'Path=/', 'SameSite=Lax', `Max-Age=${how.days * 86_400}`]
  if (how.httpOnly) parts.push('HttpOnly')
  if (ctx.secure) parts.push('Secure')
  res.appendHeader('set-cookie', parts.join('; '))
}
