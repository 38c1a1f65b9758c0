// /n/<secret>: answering a notice without an account, on a page that works without script. A GET shows and changes nothing
// (previews and scanners follow links); the press posts.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { shareOrigin } from '@/server/origin'
import { cookieNames, isLocale, readLook } from '@/server/preferences/model'
import { doorAssets } from '@/server/rooms/door/assets'
import { countMiss, refuseGuessers } from '@/server/rooms/door/guess-limit'
import { renderPage, type Look } from '@/server/rooms/door/page'
import { readDoorCookies, readForm, requireOwnForm } from '@/server/rooms/door/request'
import { countTry } from '@/server/people/rate-limit'
import { ReplyForm } from '../contract'
import { findNoticeLink, type NoticeLink } from '../links'
import { readPlaces } from '../places'
import { readSitting, readVersions } from '../read-sitting'
import { isOfLink, reply } from '../reply'
import { goneView, noticeView, type Shown } from './views'

type Context = { origin: string; secure: boolean; ip: string; nonce: string; db: Db }
type Ask = {
  req: IncomingMessage
  res: ServerResponse
  ctx: Context
  look: Look
  path: string
  secret: string
  at: Date
}

export const isNoticeDoor = (pathname: string) => pathname.startsWith('/n/')

export async function handleNoticeDoor(req: IncomingMessage, res: ServerResponse, ctx: Context): Promise<void> {
  const url = new URL(req.url ?? '/', ctx.origin)
  const secret = url.pathname.slice('/n/'.length).replace(/\/$/, '')
  const look: Look = {
    ...readLook(readDoorCookies(req)),
    locale: negotiateLocale(req.headers.cookie, req.headers['accept-language']),
    nonce: ctx.nonce,
    ...(await doorAssets()),
  }
  const ask: Ask = { req, res, ctx, look, path: `/n/${encodeURIComponent(secret)}`, secret, at: clock.now() }
  res.setHeader('cache-control', 'no-store')
  res.setHeader('referrer-policy', 'same-origin')
  res.setHeader('vary', 'cookie, accept-language')
  try {
    const lang = url.searchParams.get('lang')
    if (lang !== null) return turnTo(ask, lang)
    const link = await open(ask)
    if (req.method === 'POST') await answer(ask, link)
    else if (req.method === 'GET' || req.method === 'HEAD') await show(ask, link, 200, {})
    else throw new AppError('malformed')
  } catch (error) {
    const { code, cause } = toAppError(error)
    if (code === 'internal') log.error({ error: String(cause) }, 'notice door: a request failed')
    if (res.headersSent) return void res.end()
    if (code === 'too_large') res.setHeader('connection', 'close')
    send(ask, errorTable[code].http, goneView(look.locale, code === 'too_many_tries'))
  }
}

function turnTo({ res, ctx, path }: Ask, lang: string): void {
  const secure = ctx.secure ? '; Secure' : ''
  if (isLocale(lang))
    res.setHeader('set-cookie', `${cookieNames.locale}=${lang}; Path=/; Max-Age=34560000; SameSite=Lax${secure}`)
  res.writeHead(303, { location: path }).end()
}

async function open({ ctx, secret, at }: Ask): Promise<NoticeLink> {
  await refuseGuessers(ctx.db, ctx.ip, at)
  try {
    return await findNoticeLink(ctx.db, secret)
  } catch (error) {
    if (toAppError(error).code === 'link_unknown') await countMiss(ctx.db, ctx.ip, at)
    throw error
  }
}

async function read(ctx: Context, link: NoticeLink, at: Date) {
  const sitting = await readSitting(ctx.db, link.countyId, link.meetingId)
  const [version] = await readVersions(ctx.db, link.countyId, link.meetingId)
  // After the sitting the link tells nothing any more.
  if (!version || sitting.state === 'ended' || sitting.endsAt < at) throw new AppError('link_expired')
  const places = (await readPlaces(ctx.db, sitting)).filter((place) => isOfLink(link, place))
  return { sitting, version, places }
}

async function show(ask: Ask, link: NoticeLink, status: number, said: Shown['said']): Promise<void> {
  const { ctx, look, at, path } = ask
  const { sitting, version, places } = await read(ctx, link, at)
  send(ask, status, noticeView({ sitting, version, places, said, path }, look.locale))
}

async function answer(ask: Ask, link: NoticeLink): Promise<void> {
  const { req, ctx, at } = ask
  requireOwnForm(req, ctx.origin)
  await countTry(ctx.db, `notice:reply:${link.id}`, 60, 10 * 60_000, at)
  const form = Object.fromEntries(await readForm(req))
  const parsed = ReplyForm.safeParse({ ...form, meetingId: link.meetingId })
  if (!parsed.success) {
    if (parsed.error.issues.some(({ path }) => path[0] === 'membershipId' || path[0] === 'answer'))
      throw new AppError('malformed')
    const wrong = { membershipId: String(form.membershipId), proxyName: String(form.proxyName ?? '') }
    return show(ask, link, 422, { wrong })
  }
  const { proxyPath } = await reply(ctx.db, { via: 'link', link }, parsed.data, at)
  const done = { membershipId: parsed.data.membershipId, proxyUrl: proxyPath && `${shareOrigin()}${proxyPath}` }
  await show(ask, link, 200, { done })
}

function send({ req, res, look, path }: Ask, status: number, view: ReturnType<typeof noticeView>): void {
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  res.end(req.method === 'HEAD' ? undefined : renderPage({ look, path, ...view }))
}
