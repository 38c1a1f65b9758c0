// The demo county: a body in mid-year, built through the commands a secretary uses, in one transaction, so that a start
// killed in the middle leaves nothing. Deterministic but for ids and secrets; every date is counted from `at`.
import type { Connection, Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import type { OperatorActor, PersonActor } from '@/server/access'
import { addMembership } from '@/server/bodies/add-membership'
import { createBody } from '@/server/bodies/create-body'
import { createUnit } from '@/server/bodies/create-unit'
import { recordEvent } from '@/server/events/record'
import { CountyId, type BodyId, type MeetingId, type PersonId, type SeatId, type UnitId } from '@/server/ids'
import { translator } from '@/server/messages'
import { createPerson } from '@/server/people/create-person'
import { makeAccountLink } from '@/server/people/make-account-link'
import { dayIn, readPerson } from '@/server/people/read-person'
import type { Locale } from '@/server/preferences/model'
import { makeReport } from '@/server/reports/make-report'
import { claimHouse } from '@/server/setup/claim-house'
import { seriesIn } from '@/server/setup/create-county'
import { addDays } from '@/server/action-items/model'
import { assignDuties } from './duties'
import { addFiles } from './add-files'
import { followItems } from './follow-up'
import { people, units, type PersonKey, type UnitKey } from './cast'
import { demoTimeZone, momentOf, type Stage } from './stage'
import { holdSittings } from './hold-sittings'
import { keepPapers, keepRegister } from './keep-register'
import { invitePeople } from './invite-people'
import { proposeTopics } from './propose-topics'
import { sendNotices } from './send-notices'
import { setRule } from './set-rule'

const operator: OperatorActor = { kind: 'operator' }

export type LoadedDemo = {
  county: { id: CountyId; name: string }
  bodies: { id: BodyId; name: string }[]
  units: Record<UnitKey, UnitId>
  meetings: { finished: MeetingId; live: MeetingId; planned: MeetingId }
  people: Record<PersonKey, PersonId>
  guestSeat: SeatId
  /** Paths on this house's own origin. Account links are used once; the parent's link works many times. */
  links: { convenor: string; secretary: string; liaison: string; join: string; parent: string }
}

/** @throws demo_refused beside any county */
export function loadDemo(
  connection: Pick<Connection, 'db'>,
  { locale, at }: { locale: Locale; at: Date },
): Promise<LoadedDemo> {
  return connection.db.transaction(async (tx) => {
    await claimHouse(tx, 'demo')
    // A transaction offers all that a Db does; nested ones are savepoints.
    const stage = await setTheStage(tx as unknown as Db, locale, at)
    await invitePeople(stage)
    const topics = await proposeTopics(stage)
    await keepPapers(stage)
    const sittings = await holdSittings(stage, topics)
    await setRule(stage)
    await keepRegister(stage)
    await assignDuties(stage)
    await followItems(stage)
    const key = { bodyId: stage.bodyId, onceKey: 'demo-report' }
    await makeReport(stage.db, await stage.as('secretary', at), stage.countyId, key, at)
    await addFiles(stage, sittings.meetings.live, topics.mechanism)
    await sendNotices(stage, sittings.meetings.planned)
    await recordEvent(tx, stage.countyId, operator, { verb: 'demo.load', thingId: stage.countyId }, at)
    const signIn = async (key: PersonKey) =>
      (await makeAccountLink(tx, operator, stage.countyId, stage.people[key], 'sign-in', at)).path
    return {
      county: { id: stage.countyId, name: stage.say('county') },
      bodies: [{ id: stage.bodyId, name: stage.say('body') }],
      units: stage.units,
      meetings: sittings.meetings,
      people: stage.people,
      guestSeat: sittings.guestSeat,
      links: {
        convenor: await signIn('convenor'),
        secretary: await signIn('secretary'),
        liaison: await signIn('liaison'),
        join: `/join/${sittings.joinCode}`,
        parent: sittings.parentPath,
      },
    }
  })
}

async function setTheStage(db: Db, locale: Locale, at: Date): Promise<Stage> {
  const t = translator(locale, 'demo', demoTimeZone)
  const say: Stage['say'] = (key, values) => (t as (key: string, values?: object) => string)(key, values)
  const today = dayIn(demoTimeZone, at)
  const countyId = CountyId.parse(crypto.randomUUID())
  const founded = momentOf({ today }, -720, '09:00')
  await db.insert(counties).values({
    id: countyId,
    name: say('county'),
    level: 'county',
    timeZone: demoTimeZone,
    locale,
    isDemo: true,
    createdAt: founded,
  })
  const { bodyId, series } = await createBody(
    db,
    operator,
    countyId,
    {
      name: say('body'),
      level: 'county',
      establishedOn: addDays(today, -700),
      evidence: say('papers.evidence'),
      evidenceNumber: say('papers.evidenceNumber'),
      series: seriesIn(locale),
    },
    founded,
  )
  const unitIds = {} as Record<UnitKey, UnitId>
  for (const [key, kind] of Object.entries(units) as [UnitKey, (typeof units)[UnitKey]][]) {
    const place = { countyId, bodyId, isLead: key === 'education' }
    unitIds[key] = await createUnit(db, operator, place, { name: say(`units.${key}`), kind }, founded)
  }
  const personIds = {} as Record<PersonKey, PersonId>
  for (const [key, role] of Object.entries(people) as [
    PersonKey,
    {
      seat?: readonly [UnitKey, PersonActor['memberships'][number]['office']]
      admin?: readonly string[]
      untilInDays?: number
    },
  ][]) {
    const input = {
      name: say(`people.${key}`),
      userName: `demo.${key.toLowerCase()}`,
      // A domain that leads nowhere (RFC 2606), so that a demo with a mail server writes to nobody.
      email: role.seat?.[1] === 'liaison' ? `${key.toLowerCase()}@qingshi.example` : null,
      phone: null,
      adminRoles: [...(role.admin ?? [])] as ('system' | 'security' | 'audit')[],
    }
    const personId = (personIds[key] = await createPerson(db, operator, countyId, input, null, founded))
    if (!role.seat) continue
    const [unit, office] = role.seat
    const term = {
      fromOn: addDays(today, -700),
      untilOn: role.untilInDays === undefined ? null : addDays(today, role.untilInDays),
    }
    await addMembership(db, operator, countyId, { bodyId, unitId: unitIds[unit], personId, office, ...term }, founded)
  }
  return {
    db,
    at,
    today,
    locale,
    say,
    countyId,
    bodyId,
    seriesIds: Object.fromEntries(series.map(({ id, kind }) => [kind, id])),
    units: unitIds,
    people: personIds,
    as: async (key, when) =>
      (await readPerson(db, countyId, personIds[key], { sessionId: null, tokenId: null }, when))!,
  }
}
