import type { z } from 'zod'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import type { BodyId } from '@/server/ids'
import type { Locale } from '@/server/preferences/model'
import { seriesIn } from '@/server/setup/create-county'
import type { BodyForm } from './contract'
import { createBody } from './create-body'
import { createUnit } from './create-unit'

/** A new body with the kinds of gathering in the county's language and the unit that issues its minutes. */
export function createBodyWithLead(
  db: Db,
  actor: PersonActor,
  locale: Locale,
  form: z.infer<typeof BodyForm>,
  at: Date,
): Promise<BodyId> {
  return db.transaction(async (tx) => {
    const { countyId } = actor
    const body = { name: form.name, level: form.level, establishedOn: null, series: seriesIn(locale) }
    const { bodyId } = await createBody(tx, actor, countyId, body, at)
    const unit = { name: form.leadUnitName, kind: form.leadUnitKind }
    await createUnit(tx, actor, { countyId, bodyId, isLead: true }, unit, at)
    return bodyId
  })
}
