// One request to /api/v1: whose token it is, how often they asked, which operation, its answer or why not (RFC 9457).
import type { Db } from '@/db/client'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { log } from '@/server/log'
import { countAsking, windowMs } from './count-asking'
import { openApiDocument } from './openapi'
import { operations, type Operation } from './operations'
import { readHolder } from './read-holder'
import { Written } from './written'

const paths = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace('{id}', '([^/]+)')}$`),
}))

function find(path: string): { operation: Operation; id: string } {
  for (const { operation, pattern } of paths) {
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
    await countAsking(db, person.tokenId, at)
    const { operation, id } = find(path)
    const query = parseInput(operation.query, Object.fromEntries(new URL(request.url).searchParams))
    const found = await operation.run(db, person, query, id, at)
    if (found instanceof Written)
      return new Response(found.json, { headers: { ...plain, 'content-type': 'application/json' } })
    return Response.json(operation.answers.parse(found), { headers: plain })
  } catch (error) {
    return problem(error, path)
  }
}

const plain = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

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
