// The drafts of a report, the newest first, each of them kept.
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import './reports.css'

type Version = { version: number; at: Date; byName: string }

export function ReportVersions({
  href,
  versions,
  shown,
}: {
  href: string
  versions: readonly Version[]
  shown: number
}) {
  const t = useTranslations('reports')
  const format = useFormatter()
  const newest = versions[0]?.version
  return (
    <section className="section" aria-labelledby="versions">
      <h2 className="subheading" id="versions">
        {t('page.versions')}
      </h2>
      <ol className="report-plain" aria-labelledby="versions">
        {versions.map(({ version, at, byName }) => {
          const when = format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })
          return (
            <li key={version}>
              <Link
                href={version === newest ? href : `${href}?version=${version}`}
                className="report-link"
                aria-current={version === shown ? 'true' : undefined}
              >
                {byName ? t('list.saved', { version, name: byName, when }) : t('list.savedBare', { version, when })}
                {version === newest ? ` · ${t('page.newest')}` : ''}
              </Link>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
