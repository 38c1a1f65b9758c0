import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { MeetingVotes } from '@/components/votes/meeting-votes'
import { db } from '@/server/db'
import { readVotesOfMeeting } from '@/server/votes/read'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { endVoteAction } from './actions'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('votes'))('title') }
}

export default async function VotesPage({ params }: Props) {
  const { person, meeting } = await readPage((await params).id)
  const { votes, mayRun } = await orNotFound(readVotesOfMeeting(db(), person, meeting.id))
  return (
    <MeetingVotes
      meeting={{ id: meeting.id, title: meeting.title, timeZone: meeting.timeZone }}
      votes={votes}
      action={mayRun ? endVoteAction : null}
    />
  )
}
