import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PrintFrame } from '@/components/paper/print-frame'
import { LinkButton } from '@/components/ui/link-button'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { MinutesExport } from '@/server/paper/export'
import { paperStyles } from '@/server/paper/contract'
import { readPaper } from '@/server/paper/read'
import { renderPaper } from '@/server/paper/render'
import type { Locale } from '@/server/preferences/model'
import { readIssuedPaper } from '@/server/signing/read-issued'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ style?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('paper.print'))('title') }
}

export default async function PrintMinutesPage({ params, searchParams }: Props) {
  const [{ person, meeting }, asked, t, styles, locale] = await Promise.all([
    readPage((await params).id),
    searchParams,
    getTranslations('paper.print'),
    getTranslations('paper.download'),
    getLocale(),
  ])
  const { style } = MinutesExport.parse({ format: 'html', style: asked.style })
  const issued = await readIssuedPaper(db(), person, meeting.id, 'html')
  const html =
    issued?.data ??
    (await renderPaper(await readPaper(db(), person, meeting.id, clock.now()), {
      format: 'html',
      style,
      locale: locale as Locale,
    }))
  const base = `/meetings/${meeting.id}`
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <LinkButton href={base} tone="quiet" icon="left">
          {t('back')}
        </LinkButton>
      </div>
      <p className="meta">
        {meeting.title} · {styles(issued ? 'issuedHint' : 'draftHint')}
      </p>
      <nav className="row row-wrap" aria-label={t('style')}>
        {(issued ? [] : paperStyles).map((each) => (
          <LinkButton
            key={each}
            href={`${base}/print?style=${each}`}
            aria-current={each === style ? 'page' : undefined}
            tone={each === style ? 'plain' : 'quiet'}
          >
            {styles(each)}
          </LinkButton>
        ))}
      </nav>
      <PrintFrame html={new TextDecoder().decode(html)} title={meeting.title}>
        {t('button')}
      </PrintFrame>
    </div>
  )
}
