import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { PrintButton } from '@/components/duties/print-button'
import { Qr } from '@/components/ui/qr'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { drawSheets } from '@/server/notices/sheets'
import { drawQr } from '@/server/qr'
import '@/components/notices/notices.css'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices'))('sheet.title') }
}

/** One sheet for each unit, with the code it answers by. */
export default async function NoticeSheetsPage({ params }: Props) {
  const { person, meeting } = await readPage((await params).id)
  const [t, sheets] = await Promise.all([
    getTranslations('notices.sheet'),
    orNotFound(drawSheets(db(), person, meeting.id, clock.now())),
  ])
  if (!sheets) notFound()
  return (
    <div className="page page-narrow">
      <p className="row row-wrap no-print">
        <Link href={`/meetings/${meeting.id}/notice`}>{t('back')}</Link>
        <PrintButton>{t('print')}</PrintButton>
      </p>
      {sheets.units.map((unit) => (
        <section key={unit.id} className="notice-sheet stack" aria-labelledby={unit.id}>
          <h1 className="title" id={unit.id}>
            {t('title')}
          </h1>
          <p>
            <b>{t('unit', { unit: unit.name })}</b>
          </p>
          <div className="pre-line">{sheets.text}</div>
          <p>{t('answer')}</p>
          <Qr {...drawQr(unit.url)} label={t('answer')} />
          <p className="fine">{unit.url}</p>
        </section>
      ))}
    </div>
  )
}
