import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { PlanForm } from '@/components/series/plan-form'
import { RuleForm } from '@/components/series/rule-form'
import { RuleWords } from '@/components/series/rule-words'
import { SeriesDates } from '@/components/series/series-dates'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { listSeries } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { SeriesId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { readSeries } from '@/server/series/read'
import { changeDateAction, planAction, removeRuleAction, setRuleAction } from './actions'

type Params = Promise<{ id: string; seriesId: string }>

const read = cache(async (bodyId: string, text: string) => {
  const id = SeriesId.safeParse(text)
  if (!id.success) notFound()
  const { person } = await requirePerson(`/bodies/${bodyId}/series/${id.data}`)
  const series = await orNotFound(readSeries(db(), person, id.data, clock.now()))
  if (series.bodyId !== bodyId) notFound()
  return { person, series }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { id, seriesId } = await params
  const [{ series }, t] = await Promise.all([read(id, seriesId), getTranslations('series')])
  return { title: t('openOf', { name: series.name }) }
}

export default async function SeriesPage({ params }: { params: Params }) {
  const { id, seriesId } = await params
  const [{ person, series }, t] = await Promise.all([read(id, seriesId), getTranslations('series')])
  const { rule, plan, mayManage } = series
  const siblings = (await listSeries(db(), person.countyId, [series.bodyId])).filter((each) => each.id !== series.id)
  const liaison = siblings.find((each) => each.id === rule?.liaisonSeriesId)?.name ?? null
  const today = dayIn(series.timeZone, clock.now())
  const unplanned = plan?.rows.filter(({ sitting, times }) => !sitting && times) ?? []
  return (
    <div className="page stack">
      <LinkButton href={`/bodies/${series.bodyId}`} tone="quiet" icon="left">
        {t('back')}
      </LinkButton>
      <div>
        <p className="meta">{series.bodyName}</p>
        <h1 className="title">{t('openOf', { name: series.name })}</h1>
        {rule ? <RuleWords rule={rule} liaison={liaison} /> : null}
      </div>
      {rule ? null : <Empty title={t('none')} text={t(mayManage ? 'noneText' : 'noneMember')} />}
      {rule && plan ? (
        <section className="section" aria-labelledby="dates">
          <div className="section-head">
            <h2 id="dates">{t('dates.title')}</h2>
            <span className="fine">{t('dates.count', { count: unplanned.length })}</span>
          </div>
          {mayManage ? (
            <PlanForm
              action={planAction}
              seriesId={series.id}
              version={rule.version}
              through={unplanned.at(-1)?.on ?? null}
              last={plan.through}
            />
          ) : null}
          <SeriesDates
            seriesId={series.id}
            plan={plan}
            others={series.others}
            startTime={rule.startTime}
            change={mayManage ? changeDateAction : null}
          />
        </section>
      ) : null}
      {mayManage ? (
        <section className="section" aria-labelledby="rule">
          <h2 className="subheading" id="rule">
            {t(rule ? 'edit' : 'make')}
          </h2>
          <RuleForm
            action={setRuleAction}
            series={{ id: series.id, name: series.name }}
            rule={rule}
            siblings={siblings.map(({ id: value, name: label }) => ({ value, label }))}
            today={today}
            zone={series.timeZone}
            mayEditHolidays={can(person, 'holiday.manage', { kind: 'county', countyId: person.countyId })}
          />
          {rule ? (
            <OneButtonForm
              action={removeRuleAction}
              fields={{ seriesId: series.id, version: String(rule.version) }}
              tone="quiet"
              icon="trash"
            >
              {t('form.remove')}
            </OneButtonForm>
          ) : null}
        </section>
      ) : null}
    </div>
  )
}
