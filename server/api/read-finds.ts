// What words find, as /api/v1 gives it: as the page of the search does to the same person, but for restricted items.
import type { z } from 'zod'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import type { Piece } from '@/server/search/model'
import { search } from '@/server/search/search'
import type { Find, FindsQuery } from './contract'

export async function readFinds(db: Db, person: PersonActor, query: z.output<typeof FindsQuery>) {
  const { found, next } = await search(db, person, { q: query.q, kind: query.kind, after: query.cursor })
  const items = found.map(({ kind, id, href, title, snippet, bodyName, meeting, at }): z.input<typeof Find> => ({
    ...{ kind, id, path: href, title: textOf(title), snippet: textOf(snippet), bodyName, meeting },
    at: at.toISOString(),
  }))
  return { items, next }
}

const textOf = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('')
