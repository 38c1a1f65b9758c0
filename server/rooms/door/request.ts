// Reading a request at the door: which entrance, whose cookies, a form's body within its bounds, and whether it came from
// our own page.
import type { IncomingMessage } from 'node:http'
import { parseCookies } from '@/server/credentials'
import { AppError } from '@/server/errors'
import type { Entry } from './read-door'

const maxBodyBytes = 16 * 1024

const parts = ['state', 'line', 'minutes', 'minutes.pdf'] as const
export type DoorPath = { entry: Entry; path: string; part: (typeof parts)[number] | null }

/** /join/<code>, /l/<secret>, each alone or with one of `parts` behind it. Null for anything else. */
export function parseDoorPath(pathname: string): DoorPath | null {
  const match = /^\/(join|l)\/([^/]{1,200})(?:\/([a-z.]+))?\/?$/.exec(pathname)
  if (!match) return null
  const part = parts.find((each) => each === match[3]) ?? null
  if (match[3] !== undefined && part === null) return null
  let value = match[2]!
  try {
    value = decodeURIComponent(value)
  } catch {
    // Left as it came: no code has a per cent sign, so it is unknown either way.
  }
  const entry: Entry = match[1] === 'join' ? { kind: 'join', code: value } : { kind: 'link', secret: value }
  return {
    entry,
    path: `/${match[1]}/${encodeURIComponent(value)}`,
    part,
  }
}

export function readDoorCookies(req: IncomingMessage): (name: string) => string | undefined {
  const cookies = parseCookies(req.headers.cookie ?? '')
  return (name) => cookies.get(name)
}

/** A form of another site must not knock for somebody. Old browsers send neither header; their cookie is SameSite=Lax. */
export function requireOwnForm(req: IncomingMessage, origin: string): void {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('wrong_origin')
  const from = req.headers.origin
  if (from !== undefined && from !== origin) throw new AppError('wrong_origin')
}

/** @throws too_large, malformed */
export async function readForm(req: IncomingMessage, maxBytes = maxBodyBytes): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(req.headers['content-type'] ?? '')) throw new AppError('malformed')
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw new AppError('too_large')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new AppError('too_large')
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
