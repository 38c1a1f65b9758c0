// Who may open which document, asked at the upgrade and again whenever rights may have changed. Decides nothing itself:
// credentials.ts says who is asking, access.ts what they may do.
import type { Db } from '@/db/client'
import { documentRights, requireAccess } from '@/server/access'
import { clock } from '@/server/clock'
import { actorsOf, readCredentials, type Credentials } from '@/server/credentials'
import { AppError } from '@/server/errors'
import type { CountyId, DocumentId, MeetingId, PersonId, SeatId } from '@/server/ids'
import type { PresenceUser } from '@/server/minutes/contract'
import { readDocument } from '@/server/minutes/read'

/** Kept with a connection so that the same question can be asked again. */
export type Asker = {
  cookie: string | undefined
  authorization: string | undefined
  secure: boolean
  /** False when the gate asks again by itself (credentials.ts). */
  isUse?: boolean
}

export type Admission = {
  rights: 'write' | 'read'
  countyId: CountyId
  documentId: DocumentId
  meetingId: MeetingId | null
  seatId: SeatId | null
  personId: PersonId | null
  /** Stored with what this connection writes: the seat's id, else the person's. */
  senderId: SeatId | PersonId
  user: PresenceUser
}

/** Throws an AppError (its close code tells the client) when the document may not be opened. */
export async function admit(db: Db, asker: Asker, documentId: DocumentId): Promise<Admission> {
  const document = await readDocument(db, documentId)
  const meetingId = document?.thing.meeting?.meetingId ?? null
  const credentials = await readCredentials(db, asker, meetingId, asker.secure, clock.now())
  const actors = actorsOf(credentials)
  // Without credentials nobody learns which documents exist.
  if (actors[0]!.kind === 'anonymous') throw new AppError('not_signed_in')
  // To another county a document does not exist.
  if (!document || actors.every((actor) => 'countyId' in actor && actor.countyId !== document.thing.countyId)) {
    throw new AppError('not_found')
  }
  const rights = documentRights(actors, document.thing)
  if (rights === null) {
    // Nor does a restricted one to whoever is not on its list.
    if (document.thing.readers !== null) throw new AppError('not_found')
    requireAccess(actors[0]!, 'minutes.read', document.thing)
    throw new AppError('not_allowed')
  }
  const { seat, person } = credentials
  return {
    rights,
    countyId: document.thing.countyId,
    documentId,
    meetingId,
    seatId: seat?.seatId ?? null,
    personId: person?.personId ?? seat?.personId ?? null,
    senderId: seat?.seatId ?? person!.personId,
    user: {
      name: seat?.name ?? person!.name,
      kind: kindOfUnit(credentials, document.thing.meeting?.bodyId ?? null),
    },
  }
}

/** Of the unit an asker stands for: the seat's, else that of the membership in this body, else of the first. */
function kindOfUnit({ seat, person }: Credentials, bodyId: string | null): PresenceUser['kind'] {
  if (seat?.unitKind) return seat.unitKind
  const memberships = person?.memberships ?? []
  return (memberships.find((m) => m.bodyId === bodyId) ?? memberships[0])?.unitKind ?? null
}
