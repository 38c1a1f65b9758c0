import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { PrintButton } from '@/components/duties/print-button'
import { AmendmentSheet } from '@/components/signing/amendment-sheet'
import { LinkButton } from '@/components/ui/link-button'
import { listUnits } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { readMinutesView } from '@/server/signing/read'

type Params = Promise<{ id: string; number: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await getTranslations('signing.amend'))('number', { number: (await params).number }) }
}

/** A correction of issued minutes as a sheet of its own, to go to all who were sent the minutes. */
export default async function AmendmentPage({ params }: { params: Params }) {
  const { id, number } = await params
  const [{ person, meeting }, t] = await Promise.all([readPage(id), getTranslations('signing.amend.sheet')])
  const view = await readMinutesView(db(), person, meeting.id, clock.now()).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'not_allowed')) notFound()
    throw error
  })
  const amendment = view.issued?.amendments.find((each) => String(each.number) === number)
  if (!view.issued || !amendment) notFound()
  const units = await listUnits(db(), person, meeting.bodyId)
  const at = view.text.items.findIndex((item) => item.id === amendment.agendaItemId)
  const paragraph = view.text.items[at]?.paragraphs.findIndex(({ index }) => index === amendment.paragraph) ?? -1
  return (
    <div className="page page-narrow slip-page">
      <div className="row row-wrap print-acts">
        <LinkButton href={`/meetings/${meeting.id}/minutes`} tone="quiet" icon="left">
          {t('back')}
        </LinkButton>
        <PrintButton>{t('print')}</PrintButton>
      </div>
      <AmendmentSheet
        amendment={amendment}
        issued={view.issued}
        record={view.records.own.find(({ amendment: of }) => of === amendment.number) ?? null}
        paragraph={at < 0 || paragraph < 0 ? null : { item: at + 1, paragraph: paragraph + 1 }}
        body={meeting.bodyName}
        title={meeting.title}
        issueNumber={meeting.issueNumber}
        nameOf={(unitId) => units.find((unit) => unit.id === unitId)?.name ?? unitId}
      />
    </div>
  )
}
