import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import {
  changeMembershipAction,
  endDeputyAction,
  endMembershipAction,
  nameDeputyAction,
} from '@/app/(hub)/bodies/[id]/members/actions'
import { orNotFound, readManagedBody } from '@/app/(hub)/bodies/read-managed'
import { Deputies } from '@/components/bodies/deputies'
import { MembershipView } from '@/components/bodies/membership-view'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { MembershipId } from '@/server/ids'
import { findPeople, mostFound, PeopleQuery } from '@/server/people/find-people'
import { readMembership } from '@/server/bodies/read-terms'

type Props = { params: Promise<{ id: string; membershipId: string }>; searchParams: Promise<{ q?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bodies.membership'))('changeTitle') }
}

export default async function MembershipPage({ params, searchParams }: Props) {
  const { id, membershipId: text } = await params
  const membershipId = MembershipId.safeParse(text)
  if (!membershipId.success) notFound()
  const { person, body, today } = await readManagedBody(id, `/members/${membershipId.data}`)
  const query = PeopleQuery.parse((await searchParams).q)
  const [membership, found] = await Promise.all([
    orNotFound(readMembership(db(), person, body.id, membershipId.data)),
    findPeople(db(), person, query),
  ])
  const isEnded = membership.endedAt !== null && membership.endedAt <= clock.now()
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{membership.person.name}</h1>
        <p className="meta">
          <Link href={`/bodies/${body.id}`}>{body.name}</Link> · {membership.unit.name}
        </p>
      </div>
      <MembershipView
        membership={membership}
        units={body.units}
        today={today}
        isEnded={isEnded}
        change={changeMembershipAction}
        end={endMembershipAction}
      />
      <Deputies
        membership={membership}
        today={today}
        isEnded={isEnded}
        query={query}
        found={found.slice(0, mostFound)}
        name={nameDeputyAction}
        end={endDeputyAction}
      />
    </div>
  )
}
