import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { remarkOnItemAction, saveTemplateAction, setAgendaAction } from '@/app/(hub)/meetings/[id]/agenda/actions'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { AgendaForm } from '@/components/agenda/agenda-form'
import { FollowUpList } from '@/components/agenda/follow-up-list'
import { FilesFold } from '@/components/files/files-fold'
import { AgendaRuler } from '@/components/meetings/agenda-ruler'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Notice } from '@/components/ui/notice'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listFiles } from '@/server/files/read'
import { maxAgendaItems } from '@/server/meetings/contract'
import { readAgendaPage } from '@/server/meetings/read-agenda-page'
import { dayIn } from '@/server/people/read-person'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ meeting }, t] = await Promise.all([readPage((await params).id), getTranslations('agenda')])
  return { title: `${t('title')} · ${meeting.title}` }
}

export default async function AgendaPage({ params }: { params: Params }) {
  const [{ person, meeting }, t, words] = await Promise.all([
    readPage((await params).id),
    getTranslations('agenda'),
    getTranslations('meetings'),
  ])
  const page = await readAgendaPage(db(), person, meeting)
  const attached = await listFiles(
    db(),
    person,
    'agendaItem',
    meeting.agenda.map((item) => item.id),
  )
  const minutes = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000)
  const isEditable = meeting.mayManage && meeting.state !== 'ended'
  return (
    <div className="page">
      <header>
        <p className="meta">
          {meeting.title} {words('issue', { number: meeting.issueNumber })}
        </p>
        <h1 className="title">{t('title')}</h1>
        {meeting.state === 'live' && isEditable ? <Notice icon="info">{t('isLive')}</Notice> : null}
      </header>
      {isEditable ? (
        <AgendaForm
          action={setAgendaAction}
          meetingId={meeting.id}
          version={page.version}
          points={meeting.agenda}
          startsAt={meeting.startsAt}
          minutes={minutes}
          units={page.units.map((unit) => ({ value: unit.id, label: unit.name }))}
          backlog={page.backlog}
          hasTemplate={page.hasTemplate}
          max={maxAgendaItems}
        />
      ) : (
        <AgendaRuler
          startsAt={meeting.startsAt}
          points={meeting.agenda.map(({ topicId, ...point }) => ({ ...point, isTopic: topicId !== null }))}
        />
      )}
      <section className="section" aria-labelledby="follow-up">
        <h2 className="subheading" id="follow-up">
          {t('followUpTitle')}
        </h2>
        <p className="meta">{t('followUpText')}</p>
        <FollowUpList
          {...page.followUp}
          today={dayIn(meeting.timeZone, clock.now())}
          meetingId={meeting.id}
          remark={page.mayRemark && meeting.state !== 'planned' ? remarkOnItemAction : null}
        />
      </section>
      <section className="section" aria-labelledby="materials">
        <h2 className="subheading" id="materials">
          {t('materials')}
        </h2>
        {meeting.agenda.map((item) => (
          <FilesFold
            key={item.id}
            title={`${item.position}. ${item.title}`}
            place={{ kind: 'agendaItem', id: item.id }}
            here={attached.get(item.id)}
            actions={fileActions}
          />
        ))}
      </section>
      {meeting.mayManage ? (
        <section className="section" aria-labelledby="template">
          <h2 className="subheading" id="template">
            {t('template')}
          </h2>
          <p className="meta">{t('templateText', { series: meeting.seriesName })}</p>
          <OneButtonForm action={saveTemplateAction} fields={{ meetingId: meeting.id }}>
            {t('saveTemplate')}
          </OneButtonForm>
        </section>
      ) : null}
    </div>
  )
}
