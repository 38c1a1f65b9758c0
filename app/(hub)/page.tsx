import { redirect } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { Awaits, FirstThings } from '@/components/home/awaits'
import { EndingTerms } from '@/components/bodies/ending-terms'
import { Fortnight } from '@/components/meetings/fortnight'
import { NextMeeting } from '@/components/meetings/next-meeting'
import { YearLine } from '@/components/meetings/year-line'
import { Count } from '@/components/ui/count'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { readAwaits } from '@/server/home/awaits'
import { readHome } from '@/server/meetings/read-home'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { currentPerson } from '@/server/people/current-actor'
import { isEmpty } from '@/server/setup/read'
import { partOfYear, yearRows } from '@/server/meetings/year'
import { readExpected } from '@/server/series/read'

export default async function HomePage() {
  const current = await currentPerson()
  if (!current) redirect((await isEmpty(db())) ? '/setup' : '/sign-in')
  const { person, county } = current
  const [t, format, home, expected] = await Promise.all([
    getTranslations('home'),
    getFormatter(),
    readHome(db(), person, county.timeZone, clock.now()),
    readExpected(db(), person, county.timeZone, clock.now()),
  ])
  const { today } = home
  const awaits = await readAwaits(db(), person, { today, timeZone: county.timeZone, at: clock.now() })
  const rows = yearRows(home.meetings, expected, today, county.timeZone, (at) => format.dateTime(at, 'day'))
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <span className="meta">{format.dateTime(clock.now(), 'dayWeek')}</span>
      </div>
      {home.isMember ? (
        <div className="home">
          <div>
            {home.next.length === 0 ? (
              <Empty title={t('noNext')} text={t('noNextText')}>
                {home.mayPlan ? (
                  <LinkButton href="/meetings/new" tone="primary" icon="plus">
                    {t('plan')}
                  </LinkButton>
                ) : null}
              </Empty>
            ) : (
              home.next.map((meeting) => <NextMeeting key={meeting.id} meeting={meeting} />)
            )}
            <Awaits all={awaits.all} today={today} />
            {home.endingTerms.length > 0 ? (
              <section className="section" aria-labelledby="ending">
                <div className="section-head">
                  <h2 id="ending">{t('endingTerms')}</h2>
                  <Count value={home.endingTerms.length} />
                </div>
                <EndingTerms terms={home.endingTerms} today={today} label={t('endingTerms')} />
              </section>
            ) : null}
            <section className="section" aria-labelledby="fortnight">
              <div className="section-head">
                <h2 id="fortnight">{t('fortnight')}</h2>
                <LinkButton href="/action-items" tone="quiet" size="small" className="push">
                  {t('allItems')}
                </LinkButton>
              </div>
              <Fortnight days={home.days} />
            </section>
          </div>
          <aside aria-labelledby="year">
            <FirstThings first={awaits.first} />
            <div className="section-head">
              <h2 id="year">{t('year')}</h2>
              <span className="fine">{t('yearNote')}</span>
            </div>
            <YearLine rows={rows} today={partOfYear(today)} short />
          </aside>
        </div>
      ) : (
        <Empty title={t('notMember')} text={t('notMemberText')} />
      )}
    </div>
  )
}
