import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { MeetingRows } from '@/components/meetings/meeting-rows'
import { YearLine } from '@/components/meetings/year-line'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listMeetings } from '@/server/meetings/read'
import { partOfYear, yearRows } from '@/server/meetings/year'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { readExpected } from '@/server/series/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('meetings'))('title') }
}

export default async function MeetingsPage() {
  const { person, county } = await requirePerson('/meetings')
  const [t, format, meetings, expected] = await Promise.all([
    getTranslations('meetings'),
    getFormatter(),
    listMeetings(db(), person),
    readExpected(db(), person, county.timeZone, clock.now()),
  ])
  const { countyId } = person
  const mayPlan = bodyIdsOf(person).some((bodyId) => can(person, 'meeting.manage', { kind: 'body', countyId, bodyId }))
  const today = dayIn(county.timeZone, clock.now())
  const coming = meetings.filter((meeting) => meeting.state !== 'ended')
  const past = meetings.filter((meeting) => meeting.state === 'ended')
  const rows = yearRows(meetings, expected, today, county.timeZone, (at) => format.dateTime(at, 'day'))
  const plan = mayPlan ? (
    <LinkButton href="/meetings/new" icon="plus" tone={meetings.length === 0 ? 'primary' : 'plain'}>
      {t('new')}
    </LinkButton>
  ) : null
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <span className="push">{meetings.length === 0 ? null : plan}</span>
      </div>
      {meetings.length === 0 ? (
        <Empty title={t('none')} text={t(mayPlan ? 'noneText' : 'noneMember')}>
          {plan}
        </Empty>
      ) : (
        <>
          {rows.length > 0 ? (
            <section aria-labelledby="year">
              <div className="section-head">
                <h2 id="year">{t('year.title', { year: today.slice(0, 4) })}</h2>
                <span className="fine">{t('year.note')}</span>
              </div>
              <YearLine rows={rows} today={partOfYear(today)} />
            </section>
          ) : null}
          <section className="section" aria-labelledby="coming">
            <div className="section-head">
              <h2 id="coming">{t('coming')}</h2>
            </div>
            {coming.length > 0 ? (
              <MeetingRows meetings={coming} label={t('coming')} />
            ) : (
              <p className="meta">{t('noComing')}</p>
            )}
          </section>
          <section className="section" aria-labelledby="past">
            <div className="section-head">
              <h2 id="past">{t('past')}</h2>
            </div>
            {past.length > 0 ? (
              <MeetingRows meetings={past} label={t('past')} />
            ) : (
              <p className="meta">{t('noPast')}</p>
            )}
          </section>
        </>
      )}
    </div>
  )
}
