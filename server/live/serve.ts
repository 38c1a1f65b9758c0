// One request or upgrade to its owner: health, LiveKit's signalling, programs, the guests' door, files, then Next under a strict CSP.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { handleItemLink } from '@/server/action-items/door/handle'
import { handleApi } from '@/server/api/handle'
import { runtime } from '@/server/env'
import { handleFiles } from '@/server/files/handle'
import { log } from '@/server/log'
import { handleNoticeDoor, isNoticeDoor } from '@/server/notices/door/handle'
import { handleDoor } from '@/server/rooms/door/handle'
import { handleProposals } from '@/server/topics/door/handle'
import { handleHealth } from './health'
import type { House } from './main'
import { isLoopbackName, isOurHost, isOurOrigin } from './origins'

export type Pages = {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
  /** The socket by which a page under development hears of changes; null otherwise. */
  reload: ((req: IncomingMessage, socket: Duplex, head: Buffer) => void) | null
}
type Way = { secure: boolean; trustProxy: boolean; isDev: boolean; httpsPort: number | null }

export async function serve(
  req: IncomingMessage,
  res: ServerResponse,
  house: House,
  pages: Pages,
  way: Way,
): Promise<void> {
  const seen = settle(req, way)
  const url = safeUrl(req, seen)
  if (!url || !isOurHost(req.headers.host))
    return refuse(res, 421, `This address is not one of this server's. Set PUBLIC_URL to use it.`)
  if (await handleHealth(req, res, url, house)) return
  const secureOrigin = seen.secure ? null : secureOriginOf(url, way)
  if (secureOrigin !== null) {
    // A phone that typed the plain address: cameras need https.
    res.writeHead(308, { location: `${secureOrigin}${url.pathname}${url.search}` })
    return void res.end()
  }
  if (url.pathname.startsWith('/livekit')) return house.livekit.handleRequest(req, res, url)
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, url, way.isDev)
  for (const [name, value] of Object.entries(headers(policy, seen.secure && !house.ownCertificate)))
    res.setHeader(name, value)
  if (await handleApi(req, res, url, house.db)) return
  if (isDoor(url.pathname) && (await handleDoor(req, res, { ...seen, origin: url.origin, nonce, db: house.db }))) return
  if (isNoticeDoor(url.pathname))
    return handleNoticeDoor(req, res, { ...seen, origin: url.origin, nonce, db: house.db })
  if (await handleProposals(req, res, { ...seen, origin: url.origin, nonce, db: house.db })) return
  if (await handleItemLink(req, res, { ...seen, origin: url.origin, nonce, db: house.db })) return
  if (await handleFiles(req, res, { ...seen, db: house.db, isOurOrigin })) return
  // Next takes the nonce for its own scripts from this request header.
  req.headers['content-security-policy'] = policy
  return pages.handle(req, res)
}

export function serveUpgrade(
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  house: House,
  pages: Pages,
  way: Way,
): void {
  socket.on('error', () => socket.destroy())
  const seen = settle(req, way)
  const url = safeUrl(req, seen)
  const drop = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  if (!url || !isOurHost(req.headers.host)) return void drop('421 Misdirected Request')
  if (house.isStopping) return void drop('503 Service Unavailable')
  const go = (work: Promise<void>) =>
    void work.catch((error: unknown) => {
      log.error({ error: String(error), path: url.pathname.split('/')[1] }, 'an upgrade failed')
      socket.destroy()
    })
  if (url.pathname.startsWith('/collab/'))
    house.minutes.handleUpgrade(req, socket, head, { ...seen, origins: isOurOrigin })
  else if (url.pathname === '/socket.io/' || url.pathname === '/socket.io')
    house.signals.handleUpgrade(req, socket, head)
  else if (url.pathname.startsWith('/livekit/')) {
    if (req.headers.origin !== undefined && !isOurOrigin(req.headers.origin)) return void drop('403 Forbidden')
    go(house.livekit.handleUpgrade(req, socket, head, url))
  } else if (pages.reload && url.pathname === '/_next/hmr') pages.reload(req, socket, head)
  else drop('404 Not Found')
}

/** Overwrites what only we may say (server/people/asker.ts reads it), or believes one proxy under TRUST_PROXY. */
function settle(req: IncomingMessage, way: Way): { secure: boolean; ip: string } {
  const remote = req.socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown'
  const one = (name: string) => (way.trustProxy ? [req.headers[name]].flat()[0] : undefined)
  const secure = (one('x-forwarded-proto') ?? (way.secure ? 'https' : 'http')) === 'https'
  const ip = one('x-forwarded-for')?.split(',').at(-1)?.trim() ?? remote
  const host = one('x-forwarded-host') ?? req.headers.host ?? ''
  for (const name of [
    'forwarded',
    'x-real-ip',
    'x-forwarded-port',
    'x-middleware-subrequest',
    'content-security-policy',
    'x-nonce',
  ])
    delete req.headers[name]
  req.headers['x-forwarded-proto'] = secure ? 'https' : 'http'
  req.headers['x-forwarded-for'] = ip
  req.headers['x-forwarded-host'] = host
  req.headers.host = host
  return { secure, ip }
}

/** Where a plain address of this name is served securely; null where plain http is meant: on this machine, or so configured. */
function secureOriginOf(url: URL, { httpsPort }: Way): string | null {
  const open = runtime().addresses.public
  if (open && new URL(open).hostname === url.hostname) return open.startsWith('https:') ? new URL(open).origin : null
  return isLoopbackName(url.host) || httpsPort === null ? null : `https://${url.hostname}:${httpsPort}`
}

function safeUrl(req: IncomingMessage, { secure }: { secure: boolean }): URL | null {
  // A target that does not start with a slash, or starts with two, could name another host: the path is taken as it stands.
  if (!req.url?.startsWith('/')) return null
  try {
    return new URL(`${secure ? 'https' : 'http'}://${req.headers.host}${req.url}`)
  } catch {
    return null
  }
}

const isDoor = (path: string) => /^\/(join|l|door)(\/|$)/.test(path)

function contentSecurityPolicy(nonce: string, url: URL, isDev: boolean): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    isDev ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    // React's style properties in first renders; no <style> element passes by this.
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `connect-src 'self' ${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}`,
    `worker-src 'self' blob:`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `object-src 'none'`,
  ].join('; ')
}

const headers = (policy: string, strictTransport: boolean): Record<string, string> => ({
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  // Links carry secrets; no address of ours goes anywhere as a referrer. same-origin keeps our own forms' Origin header.
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  ...(strictTransport ? { 'strict-transport-security': 'max-age=31536000' } : {}),
})

function refuse(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  res.end(`${text}\n`)
}
