// /api/v1, served before Next: a program asks often and wants no page, and what Next does around an answer took longer than
// the answer.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import { shareOrigin } from '@/server/origin'
import { answerApi, apiPath } from './answer'

const pack = promisify(gzip)
/** Letters: below them, packing saves no packet of the network. */
const worthPacking = 1_400

/** False when the address is none below /api/v1. */
export async function handleApi(req: IncomingMessage, res: ServerResponse, url: URL, db: Db): Promise<boolean> {
  if (!url.pathname.startsWith(`${apiPath}/`)) return false
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.writeHead(405, { allow: 'GET, HEAD', 'cache-control': 'no-store' }).end()
    return true
  }
  const headers = { get: (name: string) => [req.headers[name]].flat()[0] ?? null }
  const answer = await answerApi(db, { url, headers }, shareOrigin(), clock.now())
  const isPacked =
    answer.json.length > worthPacking &&
    /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(headers.get('accept-encoding') ?? '')
  // The least there is: most of what it saves is saved by then, and the tenth of it that is not costs twice the processor.
  const body = isPacked ? await pack(answer.json, { level: 1 }) : Buffer.from(answer.json)
  res.writeHead(answer.status, {
    ...answer.headers,
    vary: 'accept-encoding',
    'content-length': body.length,
    ...(isPacked && { 'content-encoding': 'gzip' }),
  })
  res.end(req.method === 'HEAD' ? undefined : body)
  return true
}
