import type { Db } from '@/db/client'
import type { Actor } from '@/server/access'
import { addMembership } from '@/server/bodies/add-membership'
import type { BodyId, CountyId, UnitId } from '@/server/ids'
import type { Office } from '@/server/access'
import type { NewPerson } from './contract'
import { createPerson } from './create-person'
import { makeAccountLink, type AccountLink } from './make-account-link'

/** A person, their office if they are given one, and the link by which they come in: all or nothing. */
export function invitePerson(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  input: NewPerson,
  place: { bodyId: BodyId; unitId: UnitId; office: Office; fromOn: string } | null,
  at: Date,
): Promise<AccountLink> {
  return db.transaction(async (tx) => {
    const personId = await createPerson(tx, actor, countyId, input, null, at)
    if (place) await addMembership(tx, actor, countyId, { ...place, personId, untilOn: null }, at)
    return makeAccountLink(tx, actor, countyId, personId, 'invitation', at, { byMail: true })
  })
}
