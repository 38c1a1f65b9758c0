import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { ItemStatus } from '@/components/action-items/item-status'
import { DutyFacts } from '@/components/duties/duty-facts'
import { DutyForm } from '@/components/duties/duty-form'
import { DutyHistory } from '@/components/duties/duty-history'
import { EndDutyForm } from '@/components/duties/end-duty-form'
import { LinkButton } from '@/components/ui/link-button'
import { itemNumber } from '@/server/action-items/model'
import { dayIn } from '@/server/people/read-person'
import { editDutyAction, endDutyAction } from '@/app/(hub)/bodies/[id]/duties/actions'
import { readDutyPage } from '@/app/(hub)/bodies/[id]/duties/read-page'

type Params = Promise<{ id: string; dutyId: string }>

const read = async (params: Params) => {
  const { id, dutyId } = await params
  return readDutyPage(id, dutyId)
}

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await read(params)).detail.duty.title }
}

export default async function DutyPage({ params }: { params: Params }) {
  const [{ detail, mayManage, today, county }, t] = await Promise.all([read(params), getTranslations('duties')])
  const { body, units, items, changes } = detail
  const { endedAt, endReason, ...duty } = detail.duty
  return (
    <div className="page page-narrow">
      <LinkButton href={`/bodies/${body.id}/duties`} tone="quiet" icon="left" className="item-back">
        {t('back')}
      </LinkButton>
      <div>
        <p className="meta">{body.name}</p>
        <h1 className="heading">{duty.title}</h1>
      </div>
      <DutyFacts
        units={units}
        duty={duty}
        today={today}
        ended={endedAt ? { on: dayIn(county.timeZone, endedAt), reason: endReason ?? '' } : null}
      />
      <section className="section" aria-labelledby="duty-items">
        <h2 className="subheading" id="duty-items">
          {t('items.title', { count: items.length })}
        </h2>
        {items.length === 0 ? <p className="meta">{t('items.none')}</p> : null}
        <ul className="list">
          {items.map((item) => (
            <li key={item.id} className="row row-wrap duty-item">
              <Link href={`/action-items/${item.id}`}>
                {itemNumber(item.issueNumber, item.number)} {item.title}
              </Link>
              <ItemStatus state={item.state} />
            </li>
          ))}
        </ul>
      </section>
      {mayManage && !endedAt ? (
        <section className="section" aria-labelledby="duty-edit">
          <h2 className="subheading" id="duty-edit">
            {t('edit')}
          </h2>
          <DutyForm action={editDutyAction} bodyId={body.id} units={units} duty={duty} today={today} />
        </section>
      ) : null}
      <section className="section" aria-labelledby="duty-history">
        <h2 className="subheading" id="duty-history">
          {t('history.title')}
        </h2>
        <DutyHistory changes={changes.map(({ at, ...change }) => ({ ...change, on: dayIn(county.timeZone, at) }))} />
      </section>
      {mayManage && !endedAt ? (
        <section className="section" aria-labelledby="duty-end">
          <h2 className="subheading" id="duty-end">
            {t('end.title')}
          </h2>
          <EndDutyForm action={endDutyAction} dutyId={duty.id} version={duty.version} />
        </section>
      ) : null}
    </div>
  )
}
