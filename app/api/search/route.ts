// The read command as JSON, for programs: as the page finds, page by page (`next` is the following page's `after`).
import { db } from '@/server/db'
import { errorTable, toAppError } from '@/server/errors'
import { log } from '@/server/log'
import { requireActor } from '@/server/people/current-actor'
import { SearchQuery } from '@/server/search/contract'
import { search } from '@/server/search/search'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  try {
    const { person } = await requireActor()
    const query = SearchQuery.parse(Object.fromEntries(new URL(request.url).searchParams))
    return Response.json(await search(db(), person, query), { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    const { code } = toAppError(error)
    if (code === 'internal') log.error({ err: error }, 'search failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', status, code },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
}
