import { useFormatter, useTranslations } from 'next-intl'
import type { SignedFacts, SignedPerson } from '@/server/signing/contract'

const lists = ['present', 'excused', 'observers'] as const

/** What is signed with the text: when, who chaired, who was there. */
export function Facts({ facts }: { facts: SignedFacts }) {
  const t = useTranslations('signing.facts')
  const paper = useTranslations('paper')
  const format = useFormatter()
  const { attendance, chair, openedAt, endedAt, county } = facts
  const at = (instant: string) => format.dateTime(new Date(instant), { ...clock, timeZone: county.timeZone })
  const said = ({ name, unit, inPlaceOf }: SignedPerson) =>
    [unit, inPlaceOf ? name + paper('bracketed', { text: paper('inPlaceOf', { name: inPlaceOf }) }) : name]
      .filter(Boolean)
      .join(' ')
  const rows = [
    ...(openedAt && endedAt ? [{ label: t('when'), text: `${at(openedAt)} – ${at(endedAt)}` }] : []),
    ...(chair ? [{ label: paper('chair'), text: chair }] : []),
    ...lists
      .filter((list) => attendance[list].length > 0)
      .map((list) => ({ label: paper(list), text: attendance[list].map(said).join(paper('semicolon')) })),
  ]
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="signed-facts">
      <h2 id="signed-facts">{t('title')}</h2>
      <dl className="signing-facts">
        {rows.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {attendance.version === null ? <p className="meta">{t('unconfirmed')}</p> : null}
    </section>
  )
}

const clock = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const
