// The duties matrix of the demo county: the statutory set, two duties of the county's own, the lead of one moved since, and
// items of the ledger that fulfil them.
import { and, eq } from 'drizzle-orm'
import { actionItems } from '@/db/schema/action-items'
import { setItemDuty } from '@/server/action-items/set-duty'
import { addDays } from '@/server/action-items/model'
import { addDuty } from '@/server/duties/add-duty'
import { loadStarter } from '@/server/duties/load-starter'
import { readMatrix } from '@/server/duties/read'
import { setPart } from '@/server/duties/set-part'
import { starterDuties } from '@/server/duties/starter'
import type { DutyId } from '@/server/ids'
import type { UnitKey } from './cast'
import { momentOf, type Stage } from './stage'
import { localIdOf } from './write-minutes'

const leads: Readonly<Record<string, UnitKey>> = {
  mechanism: 'government',
  direction: 'government',
  dailyWork: 'education',
  remits: 'education',
  parents: 'parents',
  privacy: 'education',
  publicity: 'women',
  channels: 'education',
  guidance: 'government',
  schoolPlan: 'primary',
  schoolActivities: 'primary',
  venues: 'library',
  urging: 'community',
}

const own = {
  gates: { lead: 'education', assisting: ['primary', 'middle', 'community', 'parents'] },
  counsellors: { lead: 'health', assisting: ['education', 'middle', 'rural'] },
} as const satisfies Record<string, { lead: UnitKey; assisting: readonly UnitKey[] }>

/** The item of the ledger → the duty it fulfils: a key of the statutory set or of the county's own. */
const fulfils = {
  courses: 'dailyWork',
  advisers: 'guidance',
  openDays: 'channels',
  questions: 'channels',
  saturdays: 'venues',
  venues: 'venues',
  station: 'guidance',
  counsellors: 'counsellors',
  gates: 'gates',
} as const

export async function assignDuties(stage: Stage): Promise<void> {
  const { db, countyId, bodyId, locale, units, say } = stage
  const founded = momentOf(stage, -300, '09:30')
  const today = addDays(stage.today, -300)
  const choices = starterDuties.map(({ key }) => ({ key, leadUnitId: units[leads[key]!] }))
  const secretary = await stage.as('secretary', founded)
  await loadStarter(db, secretary, { countyId, locale, today }, { bodyId, choices }, founded)
  const { duties } = await readMatrix(db, secretary, bodyId)
  const ids = new Map<string, DutyId>(starterDuties.map(({ key }, at) => [key, duties[at]!.id]))
  for (const [key, { lead, assisting }] of Object.entries(own)) {
    const facts = { title: say(`duties.${key}.title`), content: say(`duties.${key}.content`), law: '', article: '' }
    const term = { fromOn: today, untilOn: addDays(today, 730) }
    const parts = { leadUnitId: units[lead], assistingUnitIds: assisting.map((unit) => units[unit]) }
    ids.set(key, await addDuty(db, secretary, { countyId, bodyId }, { ...facts, ...term, ...parts }, founded))
  }
  // What the county changed its mind about: the police lead at the school gates since spring.
  const later = momentOf(stage, -120, '16:20')
  const dutyId = ids.get('gates')!
  const lead = { dutyId, unitId: units.police, part: 'lead', version: 1 } as const
  await setPart(db, await stage.as('convenor', later), countyId, lead, later)
  const today9 = momentOf(stage, -1, '09:10')
  for (const [item, duty] of Object.entries(fulfils)) {
    const [row] = await db
      .select({ id: actionItems.id })
      .from(actionItems)
      .where(and(eq(actionItems.countyId, countyId), eq(actionItems.localId, localIdOf(item))))
    if (!row) throw new Error(`the demo's action item ${item} was not projected`)
    await setItemDuty(
      db,
      await stage.as('secretary', today9),
      countyId,
      row.id,
      { from: null, to: ids.get(duty)! },
      today9,
    )
  }
}
