import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { MeetingForm } from '@/components/meetings/meeting-form'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { bodyIdsOf, listBodies, listMembers, listSeries, listUnits } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { addDays } from '@/server/action-items/model'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { listTopics } from '@/server/topics/read'
import { planMeetingAction } from '@/app/(hub)/meetings/actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('meetings'))('new') }
}

export default async function NewMeetingPage() {
  const { person, county } = await requirePerson('/meetings/new')
  const [t, format] = await Promise.all([getTranslations('meetings.form'), getFormatter()])
  const { countyId } = person
  const managed = bodyIdsOf(person).filter((bodyId) =>
    can(person, 'meeting.manage', { kind: 'body', countyId, bodyId }),
  )
  if (managed.length === 0) {
    return (
      <div className="page page-narrow">
        <Empty title={t('noSeries')} text={t('noSeriesText')}>
          <LinkButton href="/meetings">{(await getTranslations('meetings'))('title')}</LinkButton>
        </Empty>
      </div>
    )
  }
  const [bodies, series, topics, units, members] = await Promise.all([
    listBodies(db(), person),
    listSeries(db(), countyId, managed),
    listTopics(db(), person),
    Promise.all(managed.map((bodyId) => listUnits(db(), person, bodyId))),
    listMembers(db(), person, managed),
  ])
  const nameOf = (bodyId: string) => bodies.find((body) => body.id === bodyId)?.name ?? ''
  const start = {
    seriesId: series.find((each) => each.kind === 'joint')?.id ?? series[0]?.id ?? '',
    day: addDays(dayIn(county.timeZone, clock.now()), 14),
    from: '14:30',
    until: '16:00',
    'agenda.0.title': t('standingFirst'),
    'agenda.0.isFollowUp': '1',
    'agenda.0.minutesPlanned': '15',
    'agenda.0.topicId': '',
    'agenda.0.presenterUnitId': '',
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
      </div>
      <MeetingForm
        action={planMeetingAction}
        start={start}
        zone={county.timeZone}
        series={series.map((each) => ({
          value: each.id,
          label: managed.length > 1 ? `${each.name} · ${nameOf(each.bodyId)}` : each.name,
        }))}
        topics={topics
          .filter((topic) => topic.state === 'accepted' || topic.state === 'scheduled' || topic.state === 'discussed')
          .map((topic) => ({ value: topic.id, label: topic.title }))}
        units={[...new Map(units.flat().map((unit) => [unit.id, unit])).values()].map((unit) => ({
          value: unit.id,
          label: unit.name,
        }))}
        readers={members.map((member) => ({
          value: member.id,
          label: `${member.name} · ${format.list(member.units)}`,
        }))}
      />
    </div>
  )
}
