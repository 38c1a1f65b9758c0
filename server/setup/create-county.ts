// The first minute of a county: the tenant, its first administrator, its first body with a lead unit, in one transaction.
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import type { OperatorActor } from '@/server/access'
import { addMembership } from '@/server/bodies/add-membership'
import { SeriesKind } from '@/server/bodies/contract'
import { createBody } from '@/server/bodies/create-body'
import { createUnit } from '@/server/bodies/create-unit'
import { recordEvent } from '@/server/events/record'
import { CountyId, type BodyId, type PersonId } from '@/server/ids'
import { translator } from '@/server/messages'
import { createPerson } from '@/server/people/create-person'
import { hashPassword } from '@/server/people/password'
import { dayIn } from '@/server/people/read-person'
import { requireGoodPassword } from '@/server/people/require-good-password'
import { defaultSecurity } from '@/server/security/model'
import { claimHouse } from './claim-house'
import type { NewCounty } from './contract'

export type CreatedCounty = { countyId: CountyId; personId: PersonId; bodyId: BodyId }

const operator: OperatorActor = { kind: 'operator' }

/** Names of the seven kinds of gathering in a language. */
export const seriesIn = (locale: NewCounty['locale'], kinds: readonly SeriesKind[] = SeriesKind.options) => {
  const t = translator(locale, 'bodies')
  return kinds.map((kind) => ({ kind, name: t(`series.${kind}`) }))
}

/**
 * The code has been checked (check-setup-code) before this.
 * The first account runs and secures the system and keeps the body's papers; auditing it is another's (DECISIONS: the
 * three administrator roles are separate), so its owner names an auditor later.
 * @throws setup_done where there is a county already; of two at once one wins
 */
export async function createCounty(db: Db, input: NewCounty, at: Date): Promise<CreatedCounty> {
  requireGoodPassword(defaultSecurity.passwordProfile, input.password, [input.personName, input.userName])
  const passwordHash = await hashPassword(input.password)
  return db.transaction(async (tx) => {
    await claimHouse(tx, 'county')
    const countyId = CountyId.parse(crypto.randomUUID())
    await tx.insert(counties).values({
      id: countyId,
      name: input.countyName,
      level: input.level,
      timeZone: input.timeZone,
      locale: input.locale,
      createdAt: at,
    })
    const person = {
      name: input.personName,
      userName: input.userName,
      email: null,
      phone: null,
      adminRoles: ['system' as const, 'security' as const],
    }
    const personId = await createPerson(tx, operator, countyId, person, passwordHash, at)
    const body = { name: input.bodyName, level: 'county' as const, establishedOn: null, series: seriesIn(input.locale) }
    const { bodyId } = await createBody(tx, operator, countyId, body, at)
    const unit = { name: input.leadUnitName, kind: input.leadUnitKind }
    const unitId = await createUnit(tx, operator, { countyId, bodyId, isLead: true }, unit, at)
    const term = { fromOn: dayIn(input.timeZone, at), untilOn: null }
    await addMembership(tx, operator, countyId, { bodyId, unitId, personId, office: 'secretary', ...term }, at)
    await recordEvent(tx, countyId, operator, { verb: 'county.create', thingId: countyId }, at)
    return { countyId, personId, bodyId }
  })
}
