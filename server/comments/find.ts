// Whose minutes, and for whom somebody speaks in their margin.
import type { Db, Tx } from '@/db/client'
import { can, documentRights, requireAccess, type PersonActor, type SeatActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { DocumentId, PersonId, SeatId, UnitId } from '@/server/ids'
import { readDocument, type DocumentThing } from '@/server/minutes/read'

/** A person by their account wherever they sit; a guest by their seat. */
export type Author = { personId: PersonId | null; seatId: SeatId | null }

export const mayComment = (actors: readonly (PersonActor | SeatActor)[], thing: DocumentThing) =>
  actors.some((actor) => can(actor, 'minutes.comment', thing))

/**
 * The document as it stands now, if one of these may read it.
 * @throws not_found, also for another county and for whoever is not on a restricted item's list; not_allowed
 */
export async function mustFind(db: Db | Tx, actors: readonly (PersonActor | SeatActor)[], documentId: DocumentId) {
  const document = await readDocument(db, documentId)
  if (!document || actors.length === 0) throw new AppError('not_found')
  const { thing } = document
  if (actors.every(({ countyId }) => countyId !== thing.countyId)) throw new AppError('not_found')
  if (documentRights(actors, thing) === null) {
    if (thing.readers !== null) throw new AppError('not_found')
    requireAccess(actors[0]!, 'minutes.read', thing)
    throw new AppError('not_allowed')
  }
  return { thing, author: authorOf(actors), unitId: unitOf(actors, thing) }
}

function authorOf(actors: readonly (PersonActor | SeatActor)[]): Author {
  const personId = actors.find((actor) => actor.personId !== null)?.personId ?? null
  const seat = actors.find((actor) => actor.kind === 'seat')
  return personId !== null || !seat ? { personId, seatId: null } : { personId: null, seatId: seat.seatId }
}

/** The seat's unit; else that of the membership in this body. */
function unitOf(actors: readonly (PersonActor | SeatActor)[], thing: DocumentThing): UnitId | null {
  for (const actor of actors) {
    if (actor.kind === 'seat') return actor.unitId
    const place = actor.memberships.find(({ bodyId }) => bodyId === thing.meeting?.bodyId)
    if (place) return place.unitId
  }
  return null
}
