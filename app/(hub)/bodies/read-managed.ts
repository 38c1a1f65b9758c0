// A body for whoever may look after it; to everybody else its forms do not exist.
import { notFound } from 'next/navigation'
import { can } from '@/server/access'
import { readBody } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { BodyId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'

/** @param path below /bodies/<id>, to come back to after signing in */
export async function readManagedBody(text: string, path: string) {
  const id = BodyId.safeParse(text)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/bodies/${id.data}${path}`)
  const body = await orNotFound(readBody(db(), person, id.data))
  if (!can(person, 'body.manage', { kind: 'body', countyId: person.countyId, bodyId: body.id })) notFound()
  return { person, county, body, today: dayIn(county.timeZone, clock.now()) }
}

export const orNotFound = <T>(reading: Promise<T>): Promise<T> =>
  reading.catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'not_allowed')) notFound()
    throw error
  })
