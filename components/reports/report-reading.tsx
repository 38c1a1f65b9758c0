// A draft that is no longer in force: to be read, and its words to be taken from.
import { useTranslations } from 'next-intl'
import { sections, type Figures, type ReportText } from '@/server/reports/contract'
import { SittingSums, UnitSums } from './report-tables'
import './reports.css'

export function ReportReading({ words, figures }: { words: ReportText; figures: Figures }) {
  const t = useTranslations('reports')
  return (
    <article className="card stack">
      <h2 className="subheading">{words.title}</h2>
      {words.number ? <p className="meta">{words.number}</p> : null}
      {words.addressee ? <p>{words.addressee}</p> : null}
      {sections.map((section) => (
        <section key={section} className="stack">
          <h3 className="subheading">{t(`sections.${section}`)}</h3>
          {words[section] ? <p className="report-words">{words[section]}</p> : null}
          {section === 'byUnit' ? <UnitSums figures={figures} /> : null}
          {section === 'bySitting' ? <SittingSums figures={figures} /> : null}
        </section>
      ))}
    </article>
  )
}
