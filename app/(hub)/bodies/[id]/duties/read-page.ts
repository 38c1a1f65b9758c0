import { notFound } from 'next/navigation'
import { cache } from 'react'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { readDuty, readMatrix } from '@/server/duties/read'
import { AppError } from '@/server/errors'
import { BodyId, DutyId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'

const orNotFound = (error: unknown) => {
  if (error instanceof AppError && error.code === 'not_found') notFound()
  throw error
}

/** The person at the matrix of a body, and what they may do there. */
export const readMatrixPage = cache(async (text: string, at = '') => {
  const id = BodyId.safeParse(text)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/bodies/${id.data}/duties${at}`)
  const matrix = await readMatrix(db(), person, id.data).catch(orNotFound)
  const mayManage = can(person, 'duties.manage', { kind: 'body', countyId: person.countyId, bodyId: id.data })
  return { person, county, matrix, mayManage, today: dayIn(county.timeZone, clock.now()) }
})

export const readDutyPage = cache(async (bodyText: string, dutyText: string) => {
  const id = DutyId.safeParse(dutyText)
  if (!id.success) notFound()
  const page = await readMatrixPage(bodyText, `/${id.data}`)
  const detail = await readDuty(db(), page.person, page.matrix.body.id, id.data).catch(orNotFound)
  return { ...page, detail }
})
