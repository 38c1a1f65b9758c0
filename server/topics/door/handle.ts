// Where parents and neighbours propose without an account, served before Next: plain pages that work without script. A GET
// shows; the press posts and leads to the author's own page, whose address is the only key to it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { log } from '@/server/log'
import { negotiateLocale, translator } from '@/server/messages'
import { cookieNames, isLocale, readLook } from '@/server/preferences/model'
import { doorAssets } from '@/server/rooms/door/assets'
import { countMiss, refuseGuessers } from '@/server/rooms/door/guess-limit'
import { renderPage, type DoorPage, type Look } from '@/server/rooms/door/page'
import { readDoorCookies, readForm, requireOwnForm } from '@/server/rooms/door/request'
import { errorView } from '@/server/rooms/door/views'
import { makeSecret } from '@/server/secrets'
import { PublicTopic } from '../contract'
import { forgetAuthor, proposePublicly } from '../propose-publicly'
import { readOwnProposal, readProposalDoor } from './read'
import { formView, ownView, type TypedProposal } from './views'

export type ProposalContext = { origin: string; secure: boolean; ip: string; nonce: string; db: Db }
type Ask = { req: IncomingMessage; res: ServerResponse; ctx: ProposalContext; url: URL; look: Look; at: Date }

/** Three texts of 4,000 Chinese characters, each nine bytes long in a form. */
const maxFormBytes = 128 * 1024
const secretShape = /^[A-Za-z0-9_-]{32}$/

/** False when the address is not one of these: /p/<code> to propose, /p/a/<secret> for the answer. */
export async function handleProposals(
  req: IncomingMessage,
  res: ServerResponse,
  ctx: ProposalContext,
): Promise<boolean> {
  const url = new URL(req.url ?? '/', ctx.origin)
  const found = /^\/p\/(a\/)?([A-Za-z0-9_-]{1,200})\/?$/.exec(url.pathname)
  if (!found) return false
  const cookie = readDoorCookies(req)
  const look: Look = {
    ...readLook(cookie),
    locale: negotiateLocale(req.headers.cookie, req.headers['accept-language']),
    nonce: ctx.nonce,
    ...(await doorAssets()),
  }
  const ask: Ask = { req, res, ctx, url, look, at: clock.now() }
  res.setHeader('cache-control', 'no-store')
  res.setHeader('vary', 'cookie, accept-language')
  // The address of an answer is its key: it is never told to where a link leads.
  res.setHeader('referrer-policy', 'same-origin')
  const [, own, key] = found as unknown as [string, string | undefined, string]
  try {
    if (!['GET', 'HEAD', 'POST'].includes(req.method ?? '')) throw new AppError('malformed')
    const lang = url.searchParams.get('lang')
    if (lang !== null && req.method !== 'POST') chooseLanguage(ask, lang)
    else await counted(ask, () => (own ? answer(ask, key) : propose(ask, key)))
  } catch (error) {
    sendError(ask, error)
  }
  return true
}

/** Guessing codes and links is bounded as at the door of a sitting. */
async function counted({ ctx, at }: Ask, work: () => Promise<void>): Promise<void> {
  await refuseGuessers(ctx.db, ctx.ip, at)
  try {
    await work()
  } catch (error) {
    if (toAppError(error).code === 'link_unknown') await countMiss(ctx.db, ctx.ip, at)
    throw error
  }
}

async function propose(ask: Ask, code: string): Promise<void> {
  const { ctx, req, res, look, at } = ask
  const door = await readProposalDoor(ctx.db, code)
  const path = `/p/${encodeURIComponent(code)}`
  const show = (typed: TypedProposal, status: number) =>
    send(ask, status, {
      path,
      title: translator(look.locale, 'proposals')('form.heading'),
      bodyName: door.bodyName,
      main: formView({ look, path, typed, bodyName: door.bodyName }),
      formId: 'propose',
    })
  if (req.method !== 'POST') return show({ values: {}, tags: [], secret: makeSecret(), errors: {} }, 200)
  requireOwnForm(req, ctx.origin)
  const form = await readForm(req, maxFormBytes)
  const typed: TypedProposal = {
    values: Object.fromEntries(
      ['title', 'problem', 'facts', 'wish', 'name'].map((name) => [name, form.get(name) ?? '']),
    ),
    tags: form.getAll('tags'),
    secret: secretShape.test(form.get('secret') ?? '') ? form.get('secret')! : makeSecret(),
    errors: {},
  }
  const lang = form.get('lang')
  if (lang !== null && isLocale(lang)) {
    setLocale(ask, lang)
    look.locale = lang
    return show(typed, 200)
  }
  try {
    const input = parseInput(PublicTopic, { ...typed.values, tags: typed.tags })
    await proposePublicly(ctx.db, { code, secret: typed.secret, ip: ctx.ip, input }, at)
  } catch (error) {
    const { code: why, fields } = toAppError(error)
    if (why !== 'invalid_input') throw error
    return show({ ...typed, errors: fields }, 422)
  }
  res.writeHead(303, { location: `/p/a/${typed.secret}` })
  res.end()
}

async function answer(ask: Ask, secret: string): Promise<void> {
  const { ctx, req, res, look, at } = ask
  if (!secretShape.test(secret)) throw new AppError('link_unknown')
  const path = `/p/a/${secret}`
  if (req.method === 'POST') {
    requireOwnForm(req, ctx.origin)
    await readForm(req)
    await forgetAuthor(ctx.db, secret, at)
    res.writeHead(303, { location: path })
    return void res.end()
  }
  const proposal = await readOwnProposal(ctx.db, secret)
  send(ask, 200, {
    path,
    title: translator(look.locale, 'proposals')('own.title'),
    bodyName: proposal.bodyName,
    main: ownView({ look, path, proposal, address: `${ctx.origin}${path}` }),
  })
}

function chooseLanguage(ask: Ask, lang: string): void {
  if (isLocale(lang)) setLocale(ask, lang)
  ask.res.writeHead(303, { location: ask.url.pathname })
  ask.res.end()
}

function setLocale({ res, ctx }: Ask, lang: string): void {
  const parts = [`${cookieNames.locale}=${lang}`, 'Path=/', 'SameSite=Lax', `Max-Age=${400 * 86_400}`]
  if (ctx.secure) parts.push('Secure')
  res.appendHeader('set-cookie', parts.join('; '))
}

function sendError(ask: Ask, error: unknown): void {
  const { code, cause } = toAppError(error)
  const { look, res, req, url } = ask
  if (code === 'internal') log.error({ error: String(cause) }, 'proposals: a request failed')
  if (res.headersSent) return void res.end()
  if (code === 'too_large') res.setHeader('connection', 'close')
  const mayRetry = ['too_many_tries', 'internal', 'unavailable', 'too_large', 'wrong_origin', 'malformed'].includes(
    code,
  )
  send(ask, errorTable[code].http, {
    path: url.pathname,
    title: translator(look.locale, 'door')('page.error'),
    bodyName: translator(look.locale, 'common')('brandFull'),
    main: errorView(look, code, mayRetry ? { path: url.pathname } : null),
  })
  if (code === 'too_large') req.resume()
}

function send({ res, req, look }: Ask, status: number, page: Omit<DoorPage, 'look'>): void {
  const text = renderPage({ look, ...page })
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(text) })
  res.end(req.method === 'HEAD' ? undefined : text)
}
