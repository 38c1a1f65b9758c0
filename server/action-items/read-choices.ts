// What the ledger can be narrowed by: units, bodies, duties of a person's bodies, and their latest sittings.
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { duties } from '@/db/schema/duties'
import { meetings } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { BodyId, DutyId, MeetingId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'

const mostSittings = 100
const mostDuties = 300

const countyId = sql.placeholder('countyId')
const bodyIds = sql`any(${sql.placeholder('bodyIds')}::uuid[])`

const ofUnits = keep<UnitView>(sql`select ${units.id} as id, ${units.name} as name, ${units.kind} as kind from ${units}
  where ${units.countyId} = ${countyId} and ${units.id} in (select ${bodyUnits.unitId} from ${bodyUnits}
    where ${bodyUnits.countyId} = ${countyId} and ${bodyUnits.bodyId} = ${bodyIds})
  order by ${units.kind}, ${units.name}`)
const ofBodies = keep<{ id: BodyId; name: string }>(sql`select ${bodies.id} as id, ${bodies.name} as name from ${bodies}
  where ${bodies.countyId} = ${countyId} and ${bodies.id} = ${bodyIds} order by ${bodies.name}`)
const ofSittings = keep<{ id: MeetingId; title: string; issueNumber: number }>(sql`select ${meetings.id} as id,
    ${meetings.title} as title, ${meetings.issueNumber} as "issueNumber" from ${meetings}
  where ${meetings.countyId} = ${countyId} and ${meetings.bodyId} = ${bodyIds} and ${meetings.cancelledAt} is null
  order by ${meetings.startsAt} desc limit ${sql.raw(String(mostSittings))}`)
const ofDuties = keep<{
  id: DutyId
  title: string
}>(sql`select ${duties.id} as id, ${duties.title} as title from ${duties}
  where ${duties.countyId} = ${countyId} and ${duties.bodyId} = ${bodyIds}
  order by ${duties.title} limit ${sql.raw(String(mostDuties))}`)

export async function readChoices(db: Db, actor: PersonActor) {
  const values = { countyId: actor.countyId, bodyIds: bodyIdsOf(actor) }
  const [unitsThere, bodiesThere, sittings, dutiesThere] = await Promise.all([
    ofUnits(db, values),
    ofBodies(db, values),
    ofSittings(db, values),
    ofDuties(db, values),
  ])
  return { units: unitsThere, bodies: bodiesThere, sittings, duties: dutiesThere }
}
