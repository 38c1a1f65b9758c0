import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DutyList } from '@/components/duties/duty-list'
import { EndedDuties } from '@/components/duties/ended-duties'
import { MatrixGrid } from '@/components/duties/matrix-grid'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { dayIn } from '@/server/people/read-person'
import { moveDutyAction, setPartAction } from './actions'
import { readMatrixPage } from './read-page'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ matrix }, t] = await Promise.all([readMatrixPage((await params).id), getTranslations('duties')])
  return { title: `${t('title')} · ${matrix.body.name}` }
}

export default async function DutiesPage({ params }: { params: Params }) {
  const [{ matrix, mayManage, county }, t] = await Promise.all([
    readMatrixPage((await params).id),
    getTranslations('duties'),
  ])
  const { body, units, duties } = matrix
  const here = `/bodies/${body.id}/duties`
  const rows = duties.map(({ endedAt: _, endReason: __, ...duty }) => ({ ...duty, href: `${here}/${duty.id}` }))
  const ended = matrix.ended.map((duty) => ({
    id: duty.id,
    title: duty.title,
    href: `${here}/${duty.id}`,
    reason: duty.endReason ?? '',
    on: dayIn(county.timeZone, duty.endedAt!),
  }))
  return (
    <div className="page page-wide">
      <LinkButton href={`/bodies/${body.id}`} tone="quiet" icon="left" className="item-back">
        {body.name}
      </LinkButton>
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta grow">{t('lead', { count: rows.length })}</p>
        {rows.length > 0 ? (
          <div className="row row-wrap">
            <LinkButton href={`/api/export/duties?bodyId=${body.id}&format=xlsx`} icon="download" external>
              {t('exportAs', { format: 'XLSX' })}
            </LinkButton>
            <LinkButton href={`/api/export/duties?bodyId=${body.id}&format=csv`} icon="download" external>
              {t('exportAs', { format: 'CSV' })}
            </LinkButton>
            <LinkButton href={`${here}/print`} icon="print">
              {t('print')}
            </LinkButton>
            {mayManage ? (
              <LinkButton href={`${here}/new`} tone="primary" icon="plus">
                {t('add')}
              </LinkButton>
            ) : null}
          </div>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <Empty
          title={t('empty.title')}
          text={t(units.length === 0 ? 'empty.noUnits' : mayManage ? 'empty.text' : 'empty.wait')}
        >
          {mayManage && units.length > 0 ? (
            <>
              {matrix.ended.length === 0 ? (
                <LinkButton href={`${here}/starter`} tone="primary" icon="list">
                  {t('empty.starter')}
                </LinkButton>
              ) : null}
              <LinkButton href={`${here}/new`} icon="plus">
                {t('add')}
              </LinkButton>
            </>
          ) : null}
        </Empty>
      ) : (
        <>
          <MatrixGrid
            units={units}
            duties={rows}
            setPart={mayManage ? setPartAction : null}
            move={mayManage ? moveDutyAction : null}
          />
          <DutyList units={units} duties={rows} move={mayManage ? moveDutyAction : null} />
        </>
      )}
      <EndedDuties duties={ended} />
    </div>
  )
}
