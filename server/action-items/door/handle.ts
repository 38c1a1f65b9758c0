// /r/<secret>: one person reports on one item without signing in. A plain page that works without script, photos included,
// served before Next. A GET shows and never consumes.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { clock } from '@/server/clock'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { log } from '@/server/log'
import { negotiateLocale, translator } from '@/server/messages'
import { countTry } from '@/server/people/rate-limit'
import { cookieNames, isLocale, readLook } from '@/server/preferences/model'
import { answerConsent, hasConsent } from '@/server/privacy/consent'
import { doorAssets } from '@/server/rooms/door/assets'
import { countMiss, refuseGuessers } from '@/server/rooms/door/guess-limit'
import type { DoorContext } from '@/server/rooms/door/handle'
import { renderPage, type Look } from '@/server/rooms/door/page'
import { readDoorCookies, requireOwnForm } from '@/server/rooms/door/request'
import { errorView } from '@/server/rooms/door/views'
import { parseInput } from '@/server/forms/read-form'
import { ReportForm } from '../contract'
import { openItemLink, type OpenedLink } from '../make-link'
import { readActionItem } from '../read-item'
import { reportItem } from '../report'
import { readFormWithFiles } from './read-body'
import { takeFiles } from './take-files'
import { reportView, type TypedReport } from './view'

/** Reports by one link in ten minutes. */
const mostReports = 30

/** False when the address is not a personal link's. */
export async function handleItemLink(req: IncomingMessage, res: ServerResponse, ctx: DoorContext): Promise<boolean> {
  const url = new URL(req.url ?? '/', ctx.origin)
  const [, secret] = /^\/r\/([^/]{1,200})\/?$/.exec(url.pathname) ?? []
  if (secret === undefined) return false
  const at = clock.now()
  const path = `/r/${secret}`
  const look: Look = {
    ...readLook(readDoorCookies(req)),
    locale: negotiateLocale(req.headers.cookie, req.headers['accept-language']),
    nonce: ctx.nonce,
    ...(await doorAssets()),
  }
  res.setHeader('cache-control', 'no-store')
  res.setHeader('vary', 'cookie, accept-language')
  const lang = url.searchParams.get('lang')
  if (lang !== null && isLocale(lang)) {
    const name = cookieNames.locale
    res.setHeader(
      'set-cookie',
      `${name}=${lang}; Path=/; SameSite=Lax; Max-Age=34560000${ctx.secure ? '; Secure' : ''}`,
    )
    return go(res, path)
  }
  try {
    await refuseGuessers(ctx.db, ctx.ip, at)
    const link = await openItemLink(ctx.db, secret, at).catch(async (error: unknown) => {
      if (toAppError(error).code === 'link_unknown') await countMiss(ctx.db, ctx.ip, at)
      throw error
    })
    if (req.method === 'POST') return await take(req, res, ctx, link, { path, look, at })
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new AppError('malformed')
    const sent = url.searchParams.get('sent')
    const typed: TypedReport = { text: '', percent: null, finished: false, onceKey: crypto.randomUUID(), errors: {} }
    await show(req, res, ctx, link, { path, look, at }, typed, 200, sent)
  } catch (error) {
    const { code, cause } = toAppError(error)
    if (code === 'internal') log.error({ error: String(cause) }, 'report link: a request failed')
    if (res.headersSent) return true
    if (code === 'too_large') res.setHeader('connection', 'close')
    const isWorthAgain = ['too_large', 'too_many_tries', 'internal', 'malformed', 'wrong_origin'].includes(code)
    send(req, res, errorTable[code].http, look, path, errorView(look, code, isWorthAgain ? { path } : null), '')
    if (code === 'too_large') req.resume()
  }
  return true
}

type Way = { path: string; look: Look; at: Date }

async function take(req: IncomingMessage, res: ServerResponse, ctx: DoorContext, link: OpenedLink, way: Way) {
  requireOwnForm(req, ctx.origin)
  const { person, actionItemId } = link
  await countTry(ctx.db, `item-link:${link.id}`, mostReports, 600_000, way.at)
  const form = await readFormWithFiles(req)
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const raw = {
    text: text('text'),
    percent: text('percent'),
    finished: text('finished'),
    unitId: null,
    onceKey: text('onceKey'),
    keep: text('keep'),
  }
  let isNew: boolean
  try {
    const input = parseInput(ReportForm, raw)
    if (text('consent') === '1')
      await answerConsent(ctx.db, person, { purpose: 'photoEvidence', answer: 'yes' }, way.at)
    isNew = await reportItem(ctx.db, person, person.countyId, actionItemId, input, way.at, 'link')
  } catch (error) {
    const { code, fields } = toAppError(error)
    if (code !== 'invalid_input') throw error
    const typed = { ...raw, finished: raw.finished === '1', errors: fields }
    await show(req, res, ctx, link, way, typed, 422, null)
    return true
  }
  // The same form again: its files are here already.
  const files = form.getAll('files').filter((each): each is File => typeof each !== 'string' && each.size > 0)
  const refused = isNew ? await takeFiles(ctx.db, person, actionItemId, files, way.at) : null
  return go(res, `${way.path}?sent=${refused ?? 'yes'}`)
}

async function show(
  req: IncomingMessage,
  res: ServerResponse,
  ctx: DoorContext,
  { person, actionItemId }: OpenedLink,
  { path, look, at }: Way,
  typed: TypedReport,
  status: number,
  sent: string | null,
): Promise<void> {
  const item = await readActionItem(ctx.db, person, actionItemId, at).catch((error: unknown) => {
    // Out of the ledger, or not for this person any more.
    throw toAppError(error).code === 'not_found' ? new AppError('link_revoked') : error
  })
  const needsConsent = !(await hasConsent(ctx.db, person.countyId, person.personId, 'photoEvidence'))
  const main = reportView({ item, person, path, look, typed, sent, needsConsent })
  send(req, res, status, look, path, main, item.bodyName, item.title)
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  look: Look,
  path: string,
  main: ReturnType<typeof errorView>,
  bodyName: string,
  title = translator(look.locale, 'report-link')('title'),
): void {
  const brand = translator(look.locale, 'common')('brandFull')
  const text = renderPage({ look, path, title, bodyName: bodyName || brand, main })
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(text) })
  res.end(req.method === 'HEAD' ? undefined : text)
}

function go(res: ServerResponse, to: string): true {
  res.writeHead(303, { location: to })
  res.end()
  return true
}
