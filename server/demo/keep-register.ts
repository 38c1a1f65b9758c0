// The demo body's charter in two versions, its rules and a deputy; and the register of the county's places, of which one
// lacks its date. Days are counted from the demo's own day.
import { and, eq } from 'drizzle-orm'
import { memberships } from '@/db/schema/bodies'
import { addDays } from '@/server/action-items/model'
import { QuorumText } from '@/server/bodies/contract'
import { setBodyRules, writeCharter } from '@/server/bodies/edit-body'
import { nameDeputy } from '@/server/bodies/name-deputy'
import { SeriesId, type PlaceId } from '@/server/ids'
import { addPlace } from '@/server/register/change-place'
import type { PlaceKind } from '@/server/register/contract'
import { momentOf, type Stage } from './stage'

const operator = { kind: 'operator' } as const

export async function keepPapers(stage: Stage): Promise<void> {
  const { db, countyId, bodyId, say, today } = stage
  const first = { bodyId, after: 0, inForceFrom: addDays(today, -700), why: say('papers.founding') }
  const second = { bodyId, after: 1, inForceFrom: addDays(today, -180), why: say('papers.amended') }
  const then = (days: number) => momentOf(stage, -days, '16:30')
  await writeCharter(db, operator, countyId, { ...first, text: say('papers.charter') }, then(700))
  const secretary = await stage.as('secretary', then(182))
  const text = `${say('papers.charter')}\n${say('papers.charterMore')}`
  await writeCharter(db, secretary, countyId, { ...second, text }, then(182))
  const cadence = { joint: [3, 'month'], liaison: [2, 'month'], coordination: [1, 'month'] } as const
  await setBodyRules(
    db,
    await stage.as('secretary', then(180)),
    countyId,
    {
      bodyId,
      version: 1,
      conveningOffice: 'convenor',
      conveningUnitId: stage.units.government,
      proposers: ['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary'],
      quorums: (['department', 'school', 'family'] as const).map((kind, at) => ({
        kind,
        rule: QuorumText.parse(['2/3', '1/2', '1'][at]),
      })),
      series: Object.entries(cadence).map(([kind, [every, unit]]) => ({
        id: SeriesId.parse(stage.seriesIds[kind]),
        every,
        unit,
      })),
    },
    then(180),
  )
  const [place] = await db
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.countyId, countyId), eq(memberships.personId, stage.people.health)))
  const deputy = { membershipId: place!.id, personId: stage.people.observer }
  const term = { fromOn: addDays(today, -40), untilOn: addDays(today, 50) }
  await nameDeputy(db, await stage.as('secretary', then(40)), countyId, { ...deputy, ...term }, then(40))
}

type Entry = [kind: PlaceKind, name: string, code: string, daysAgo: number | 'undated' | null]

/** Codes of a county that does not exist. */
const townships: readonly Entry[] = [
  ['township', 'chengguan', '999901100', 610],
  ['township', 'chengdong', '999901101', 480],
  ['township', 'qingxi', '999901200', 420],
  ['township', 'hekou', '999901102', 300],
  ['township', 'baishi', '999901201', 130],
  ['township', 'nanshan', '999901103', 'undated'],
  ['township', 'dongping', '999901202', null],
  ['township', 'liulin', '999901104', null],
]
const schools: readonly Entry[] = [
  ['school', 'primary', 'S001', 560],
  ['school', 'middle', 'S002', 470],
  ['school', 'rural', 'S003', 90],
]

export async function keepRegister(stage: Stage): Promise<void> {
  const { db, countyId, bodyId, say, today, at } = stage
  const add = (entry: Entry, name: string, parentId: PlaceId | null) => {
    const [kind, , code, since] = entry
    const establishedOn = typeof since === 'number' ? addDays(today, -since) : null
    const evidence = establishedOn ? say('register.evidence') : ''
    const body = { bodyId: null, isNoted: since !== null, establishedOn, evidence, evidenceNumber: null }
    return addPlace(db, operator, countyId, { kind, name, code, parentId, ...body }, at)
  }
  const own = { kind: 'county' as const, name: say('county'), code: '999901', parentId: null, bodyId, isNoted: false }
  const none = { establishedOn: null, evidence: '', evidenceNumber: null }
  const county = await addPlace(db, operator, countyId, { ...own, ...none }, at)
  for (const entry of townships) await add(entry, say(`register.${entry[1]}`), county)
  for (const entry of schools) await add(entry, say(`units.${entry[1]}`), county)
}
