// The words in the margin of one document, in the order in which they were said, each with its answers.
import { and, asc, eq, isNull, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { minutesComments } from '@/db/schema/minutes'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { documentRights, type PersonActor, type SeatActor } from '@/server/access'
import type { CountyId, DocumentId } from '@/server/ids'
import type { CommentList, CommentView, Said } from './contract'
import { mayComment, mustFind, type Author } from './find'

const settlers = alias(people, 'settlers')

/** @throws not_found, not_allowed */
export async function readComments(
  db: Db,
  actors: readonly (PersonActor | SeatActor)[],
  documentId: DocumentId,
): Promise<CommentList> {
  const { thing, author } = await mustFind(db, actors, documentId)
  const { countyId } = thing
  const rows = await db
    .select({
      row: minutesComments,
      person: people.name,
      guest: seats.name,
      unit: { id: units.id, name: units.name, kind: units.kind },
      settledBy: settlers.name,
    })
    .from(minutesComments)
    .leftJoin(people, and(eq(people.countyId, minutesComments.countyId), eq(people.id, minutesComments.personId)))
    .leftJoin(seats, and(eq(seats.countyId, minutesComments.countyId), eq(seats.id, minutesComments.seatId)))
    .leftJoin(units, and(eq(units.countyId, minutesComments.countyId), eq(units.id, minutesComments.unitId)))
    .leftJoin(
      settlers,
      and(eq(settlers.countyId, minutesComments.countyId), eq(settlers.id, minutesComments.settledById)),
    )
    .where(and(eq(minutesComments.countyId, countyId), eq(minutesComments.documentId, documentId)))
    .orderBy(asc(minutesComments.at), asc(minutesComments.id))
  const said = ({ row, person, guest, unit }: (typeof rows)[number]): Said => ({
    id: row.id,
    text: row.text,
    name: person ?? guest ?? '',
    unit,
    at: row.at.toISOString(),
    isMine: isOf(author, row),
  })
  const answersTo = (id: CommentView['id']) =>
    rows.filter(({ row }) => row.answersId === id && row.takenBackAt === null).map(said)
  const comments = rows
    .filter(({ row }) => row.answersId === null)
    .map((each): CommentView => {
      const { row, settledBy } = each
      return {
        ...said(each),
        agendaItemId: row.agendaItemId,
        anchor: row.anchorFrom && row.anchorTo ? { from: base64(row.anchorFrom), to: base64(row.anchorTo) } : null,
        quote: row.quote,
        settled: row.settledAt && { at: row.settledAt.toISOString(), by: settledBy },
        answers: answersTo(row.id),
      }
    })
    .filter(({ text, answers }) => text !== '' || answers.length > 0)
  return {
    comments,
    mayComment: mayComment(actors, thing),
    maySettle: !thing.isFrozen && documentRights(actors, thing) === 'write',
  }
}

/** How many wait to be settled: told to whoever is about to circulate the text. */
export const countOpenComments = (db: Db | Tx, countyId: CountyId, documentId: DocumentId): Promise<number> =>
  db.$count(
    minutesComments,
    and(
      eq(minutesComments.countyId, countyId),
      eq(minutesComments.documentId, documentId),
      isNull(minutesComments.answersId),
      isNull(minutesComments.settledAt),
      ne(minutesComments.text, ''),
    ),
  )

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

export const isOf = (author: Author, row: Author) =>
  author.personId !== null ? author.personId === row.personId : author.seatId !== null && author.seatId === row.seatId
