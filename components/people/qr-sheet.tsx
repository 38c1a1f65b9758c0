'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Qr } from '@/components/ui/qr'
import type { FormState } from '@/server/forms/contract'
import './sheet.css'

export type Slip = { id: string; name: string; unit: string | null; until: string; qr: { size: number; path: string } }
export type Sheet = { county: string; slips: readonly Slip[] }
export type SheetState = FormState & { sheet?: Sheet }

/** Told once, like every secret: on the screen to be looked over, on A4 to be cut and handed out. */
export function QrSheet({ county, slips }: Sheet) {
  const t = useTranslations('people.sheet')
  return (
    <section aria-label={t('title')} className="stack">
      <div className="no-print">
        <Notice tone="good" title={t('title')} live>
          <p>{t('ready', { count: slips.length })}</p>
          <Button icon="print" tone="primary" onClick={() => window.print()}>
            {t('print')}
          </Button>
        </Notice>
      </div>
      <ul className="slips">
        {slips.map((slip) => (
          <li key={slip.id} className="slip">
            <Qr {...slip.qr} label={t('qr', { name: slip.name })} />
            <div>
              <p className="fine">{county}</p>
              <p className="slip-name">{slip.name}</p>
              <p>{slip.unit ?? t('noUnit')}</p>
              <p className="fine">{t('how')}</p>
              <p className="fine">{t('until', { day: slip.until })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
