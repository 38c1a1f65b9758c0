import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { nameProxyAction, withdrawProxyAction } from '@/app/(hub)/meetings/[id]/proxies/actions'
import { ProxyForm, ProxyList } from '@/components/meetings/proxies'
import { PersonSearch } from '@/components/people/person-finder'
import { db } from '@/server/db'
import { MeetingId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { findPeople, mostFound, PeopleQuery } from '@/server/people/find-people'
import { readProxies } from '@/server/rooms/read-proxies'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ q?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('meetings.proxies'))('title') }
}

export default async function ProxiesPage({ params, searchParams }: Props) {
  const id = MeetingId.safeParse((await params).id)
  if (!id.success) notFound()
  const here = `/meetings/${id.data}/proxies`
  const { person } = await requirePerson(here)
  const query = PeopleQuery.parse((await searchParams).q)
  const [t, { meeting, places }, found] = await Promise.all([
    getTranslations('meetings.proxies'),
    orNotFound(readProxies(db(), person, id.data)),
    findPeople(db(), person, query),
  ])
  const isOpen = meeting.state !== 'ended'
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">
          <Link href={`/meetings/${meeting.id}`}>{meeting.title}</Link>
        </p>
      </div>
      <p className="meta">{t('text')}</p>
      <ProxyList
        meetingId={meeting.id}
        places={places.filter(({ proxy }) => proxy !== null)}
        withdraw={isOpen ? withdrawProxyAction : null}
      />
      {isOpen ? (
        <>
          <PersonSearch action={here} query={query} />
          <ProxyForm
            action={nameProxyAction}
            meetingId={meeting.id}
            places={places.filter(({ proxy }) => proxy === null)}
            found={found.slice(0, mostFound)}
            query={query}
          />
        </>
      ) : (
        <p className="meta">{t('over')}</p>
      )}
    </div>
  )
}
