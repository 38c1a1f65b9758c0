// What everything that /api/v1 reads has in common: in which bodies, and what an id is.
import type { z } from 'zod'
import { can, type PersonActor, type Verb } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { AppError } from '@/server/errors'
import type { BodyId } from '@/server/ids'

export const nothing = { items: [], next: null }

/** Of these bodies those in which the person may `verb`. */
export function bodiesWhere(person: PersonActor, verb: Verb, bodyIds: readonly BodyId[]): BodyId[] {
  const { countyId } = person
  return bodyIds.filter((bodyId) => can(person, verb, { kind: 'body', countyId, bodyId }))
}

/** Of those the person sits in, which nobody else may read from; of one alone where it was asked for. */
export const bodiesOf = (person: PersonActor, verb: Verb, only?: BodyId): BodyId[] =>
  bodiesWhere(person, verb, bodyIdsOf(person)).filter((bodyId) => only === undefined || bodyId === only)

/** An id that is none is nobody's. @throws not_found */
export function parseId<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  const parsed = schema.safeParse(text)
  if (!parsed.success) throw new AppError('not_found')
  return parsed.data
}
