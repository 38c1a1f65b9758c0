import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { editBodyAction, setBodyRulesAction, writeCharterAction } from '@/app/(hub)/bodies/[id]/edit/actions'
import { orNotFound, readManagedBody } from '@/app/(hub)/bodies/read-managed'
import { CharterForm, FactsForm } from '@/components/bodies/edit-forms'
import { RulesForm } from '@/components/bodies/rules-form'
import { readRules } from '@/server/bodies/read-rules'
import { db } from '@/server/db'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bodies.edit'))('title') }
}

export default async function EditBodyPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, body, today } = await readManagedBody((await params).id, '/edit')
  const [t, rules] = await Promise.all([getTranslations('bodies.edit'), orNotFound(readRules(db(), person, body.id))])
  const { name, level, establishedOn } = body
  const { version, evidence, evidenceNumber } = rules
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">
          <Link href={`/bodies/${body.id}`}>{name}</Link>
        </p>
      </div>
      <FactsForm
        action={editBodyAction}
        now={{ bodyId: body.id, version, name, level, establishedOn, evidence, evidenceNumber }}
      />
      <RulesForm
        action={setBodyRulesAction}
        bodyId={body.id}
        rules={rules}
        units={body.units.map(({ id: value, name: label }) => ({ value, label }))}
      />
      <CharterForm
        action={writeCharterAction}
        bodyId={body.id}
        last={rules.charter[0] ? { number: rules.charter[0].number, text: rules.charter[0].text } : null}
        today={today}
      />
    </div>
  )
}
