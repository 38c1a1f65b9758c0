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

/** What stands before the path of each operation. */
export const apiPath = '/api/v1'

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

/** `headers`: of one request, as `Headers` or Node has them. */
type Question = { url: URL; headers: { get(name: string): string | null } }
export type Answer = { status: number; headers: Record<string, string>; json: string }

/**
 * @param question to an address below /api/v1/
 * @param origin the house's own address, for the document
 */
export async function answerApi(db: Db, { url, headers }: Question, origin: string, at: Date): Promise<Answer> {
  const path = url.pathname.slice(apiPath.length)
  try {
    if (path === '/openapi.json') return { status: 200, headers: plain, json: JSON.stringify(openApiDocument(origin)) }
    const person = await readHolder(db, headers, at)
    await countAsking(db, person.tokenId, at)
    const { operation, id } = find(path)
    const query = parseInput(operation.query, Object.fromEntries(url.searchParams))
    const found = await operation.run(db, person, query, id, at)
    const json = found instanceof Written ? found.json : JSON.stringify(operation.answers.parse(found))
    return { status: 200, headers: plain, json }
  } catch (error) {
    return problem(error, path)
  }
}

const plain = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

function problem(error: unknown, path: string): Answer {
  const { code, fields, cause } = toAppError(error)
  if (code === 'internal') log.error({ err: cause ?? error, path }, 'the api failed')
  const status = errorTable[code].http
  const hasFields = Object.keys(fields).length > 0
  return {
    status,
    headers: {
      ...plain,
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(status === 429 && { 'retry-after': String(windowMs / 1000) }),
    },
    json: JSON.stringify({
      type: 'about:blank',
      title: code.replaceAll('_', ' '),
      status,
      code,
      ...(hasFields && { fields }),
    }),
  }
}
