import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Slip } from '@/components/action-items/slip'
import { PrintButton } from '@/components/duties/print-button'
import { LinkButton } from '@/components/ui/link-button'
import { itemNumber } from '@/server/action-items/model'
import { readActionItem } from '@/server/action-items/read-item'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { ActionItemId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'

type Params = Promise<{ id: string; seq: string }>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('follow-up.slip'))('title') }
}

/** 催辦單, as it is put into an envelope. */
export default async function SlipPage({ params }: { params: Params }) {
  const { id: text, seq } = await params
  const id = ActionItemId.safeParse(text)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/action-items/${id.data}/slips/${seq}`)
  const item = await readActionItem(db(), person, id.data, clock.now()).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const chase = item.changes.find((change) => change.kind === 'chased' && String(change.seq) === seq)
  if (!chase) notFound()
  const t = await getTranslations('follow-up.slip')
  const before = item.changes.find((change) => change.kind === 'report' && change.seq < chase.seq)
  return (
    <div className="page page-narrow slip-page">
      <div className="row row-wrap print-acts">
        <LinkButton href={`/action-items/${item.id}`} tone="quiet" icon="left">
          {t('back')}
        </LinkButton>
        <PrintButton>{t('print')}</PrintButton>
      </div>
      <Slip
        body={item.bodyName}
        number={Number(chase.detail.number ?? 1)}
        item={itemNumber(item.meeting.issueNumber, item.number)}
        title={item.title}
        source={item.meeting.title}
        deliverable={item.deliverable}
        unit={chase.unit ?? item.lead?.name ?? ''}
        owner={item.owner}
        due={typeof chase.detail.due === 'string' ? chase.detail.due : null}
        madeOn={dayIn(county.timeZone, chase.at)}
        word={chase.remark}
        latest={
          before ? { text: before.remark, percent: before.percent ?? 0, on: dayIn(county.timeZone, before.at) } : null
        }
        by={chase.byName}
      />
    </div>
  )
}
