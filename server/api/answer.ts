// One request to /api/v1: whose token it is, how often they asked, which operation, its answer or why not (RFC 9457).
import { z } from 'zod'
import type { Db } from '@/db/client'
import { readCredentials } from '@/server/credentials'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { log } from '@/server/log'
import { readAsker } from '@/server/people/asker'
import { countTry } from '@/server/people/rate-limit'
import { countMiss, refuseGuessers } from '@/server/rooms/door/guess-limit'
import { openApiDocument } from './openapi'
import { operations, resources, type Operation } from './operations'

/** Requests of one token in a minute. */
const most = 600
const windowMs = 60_000

function find(path: string): { operation: Operation; id: string } {
  for (const operation of operations) {
    const pattern = new RegExp(`^${operation.path.replace('{id}', '([^/]+)')}$`)
    const match = pattern.exec(path)
    if (match) return { operation, id: match[1] ?? '' }
  }
  throw new AppError('not_found')
}

/**
 * @param path below /api/v1, beginning with a slash
 * @param origin the house's own address, for the document
 */
export async function answerApi(db: Db, request: Request, path: string, origin: string, at: Date): Promise<Response> {
  try {
    if (path === '/openapi.json') return Response.json(openApiDocument(origin), { headers: plain })
    const person = await readHolder(db, request.headers, at)
    await countTry(db, `api:${person.tokenId}`, most, windowMs, at)
    const { operation, id } = find(path)
    const query = parseInput(operation.query, Object.fromEntries(new URL(request.url).searchParams))
    const found = await operation.run(db, person, query, id)
    const schema = resources[operation.gives]
    const shape = operation.isList ? z.object({ items: z.array(schema), next: z.string().nullable() }) : schema
    return Response.json(shape.parse(found), { headers: plain })
  } catch (error) {
    return problem(error, path)
  }
}

const plain = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** By bearer alone: a browser's cookie opens nothing here. @throws not_signed_in, too_many_tries */
async function readHolder(db: Db, headers: Headers, at: Date) {
  const { address, secure } = readAsker(headers)
  const authorization = headers.get('authorization')
  if (authorization === null) throw new AppError('not_signed_in')
  await refuseGuessers(db, address, at)
  const { person } = await readCredentials(db, { authorization }, null, secure, at)
  if (person) return person
  await countMiss(db, address, at)
  throw new AppError('not_signed_in')
}

function problem(error: unknown, path: string): Response {
  const { code, fields, cause } = toAppError(error)
  if (code === 'internal') log.error({ err: cause ?? error, path }, 'the api failed')
  const status = errorTable[code].http
  const hasFields = Object.keys(fields).length > 0
  return Response.json(
    { type: 'about:blank', title: code.replaceAll('_', ' '), status, code, ...(hasFields && { fields }) },
    {
      status,
      headers: {
        ...plain,
        'content-type': 'application/problem+json',
        ...(status === 401 && { 'www-authenticate': 'Bearer' }),
        ...(status === 429 && { 'retry-after': String(windowMs / 1000) }),
      },
    },
  )
}
