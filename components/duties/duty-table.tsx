'use client'

import { useTranslations } from 'next-intl'
import { Table } from '@/components/ui/table'
import type { UnitView } from '@/server/rooms/contract'
import { Term } from './duty-facts'
import { LegalBasis } from './legal-basis'
import { unitOf, type DutyView } from './view'
import './duties.css'

/** The matrix as a document: one line a duty, units by name, for paper. */
export function DutyTable({ units, duties }: { units: readonly UnitView[]; duties: readonly DutyView[] }) {
  const t = useTranslations('duties')
  const name = (id: string) => unitOf(units, id)?.name ?? ''
  return (
    <Table
      caption={t('title')}
      rows={duties}
      rowKey={(duty) => duty.id}
      columns={[
        { key: 'position', head: t('export.position'), cell: (duty) => duty.position, number: true },
        {
          key: 'duty',
          head: t('duty'),
          cell: (duty) => (
            <>
              <b className="block">{duty.title}</b>
              <span className="duty-content">{duty.content}</span>
            </>
          ),
        },
        { key: 'basis', head: t('basisTitle'), cell: (duty) => <LegalBasis duty={duty} /> },
        { key: 'lead', head: t('parts.lead'), cell: (duty) => <b>{name(duty.leadUnitId)}</b> },
        {
          key: 'assisting',
          head: t('parts.assisting'),
          cell: (duty) => duty.assistingUnitIds.map(name).join(t('export.separator')) || t('noAssisting'),
        },
        { key: 'term', head: t('term.title'), cell: (duty) => <Term duty={duty} /> },
      ]}
    />
  )
}
