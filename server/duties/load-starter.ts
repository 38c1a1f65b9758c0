// The duties of the 家庭教育促進法 for a body that has none yet, in the county's own language.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
import { duties } from '@/db/schema/duties'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { CountyId } from '@/server/ids'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { addDuty } from './add-duty'
import type { StarterForm } from './contract'
import { holdOrder } from './hold'
import { starterDuties } from './starter'

/** The words of each starter duty. */
export function starterWords(locale: Locale) {
  const t = translator(locale, 'duties')
  const say = t as (key: string, values?: Record<string, string>) => string
  return starterDuties.map((duty) => ({
    ...duty,
    title: say(`starter.duties.${duty.key}.title`),
    content: say(`starter.duties.${duty.key}.content`),
    law: say('starter.law'),
    article: say('starter.article', { number: duty.article }),
  }))
}

/**
 * Adds the chosen ones in the order of the set, each led by the unit it was given; units of the kinds the law names assist.
 * @throws conflict where the matrix is no longer empty: the body's row is held while it is asked
 */
export async function loadStarter(
  db: Db,
  actor: Actor,
  { countyId, locale, today }: { countyId: CountyId; locale: Locale; today: string },
  { bodyId, choices }: StarterForm,
  at: Date,
): Promise<number> {
  requireAccess(actor, 'duties.manage', { kind: 'body', countyId, bodyId })
  return db.transaction(async (tx) => {
    await holdOrder(tx, countyId, bodyId)
    const [some] = await tx
      .select({ id: duties.id })
      .from(duties)
      .where(and(eq(duties.countyId, countyId), eq(duties.bodyId, bodyId)))
      .limit(1)
    if (some) throw new AppError('conflict')
    const inBody = await tx
      .select({ id: units.id, kind: units.kind })
      .from(bodyUnits)
      .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
      .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId)))
    const leads = new Map(choices.map((choice) => [choice.key, choice.leadUnitId]))
    let added = 0
    for (const { key, title, content, law, article, assisting } of starterWords(locale)) {
      const leadUnitId = leads.get(key)
      if (!leadUnitId) continue
      const assistingUnitIds = inBody.filter((unit) => assisting.includes(unit.kind)).map((unit) => unit.id)
      const duty = { title, content, law, article, fromOn: today, untilOn: null, leadUnitId, assistingUnitIds }
      await addDuty(tx, actor, { countyId, bodyId }, duty, at)
      added += 1
    }
    if (added === 0) throw new AppError('invalid_input', { choices: 'required' })
    return added
  })
}
