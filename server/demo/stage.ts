// What the parts of the demo county hand to each other.
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { addDays } from '@/server/action-items/model'
import type { BodyId, CountyId, PersonId, UnitId } from '@/server/ids'
import type { Locale } from '@/server/preferences/model'
import type { PersonKey, UnitKey } from './cast'

export const demoTimeZone = 'Asia/Shanghai'

export type Stage = {
  db: Db
  at: Date
  today: string
  locale: Locale
  /** A sentence of messages/<locale>/demo.json. */
  say: (key: string, values?: Record<string, string | number>) => string
  countyId: CountyId
  bodyId: BodyId
  seriesIds: Record<string, string>
  units: Record<UnitKey, UnitId>
  people: Record<PersonKey, PersonId>
  /** A person of the cast as they act at an instant. */
  as: (key: PersonKey, at: Date) => Promise<PersonActor>
}

/** `days` before (negative) or after the demo's day, at an hour of the county's clock. */
export const momentOf = (stage: Pick<Stage, 'today'>, days: number, time: string): Date =>
  new Date(`${addDays(stage.today, days)}T${time}:00+08:00`)
