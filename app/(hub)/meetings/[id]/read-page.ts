import { notFound } from 'next/navigation'
import { cache } from 'react'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { MeetingId } from '@/server/ids'
import { readMeeting } from '@/server/meetings/read'
import { requirePerson } from '@/server/people/current-actor'

/** The sitting of this address and who asks for it, once per request; another's sitting is not there. */
export const readPage = cache(async (text: string) => {
  const id = MeetingId.safeParse(text)
  if (!id.success) notFound()
  const { person } = await requirePerson(`/meetings/${id.data}`)
  const meeting = await readMeeting(db(), person, id.data).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'not_allowed')) notFound()
    throw error
  })
  return { person, meeting }
})
