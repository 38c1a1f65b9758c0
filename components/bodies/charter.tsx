import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { inForce } from '@/server/bodies/model'

type Version = { number: number; text: string; inForceFrom: string; why: string; by: string | null; createdAt: Date }

/** The version in force, read as a document; coming and earlier ones are folded below it. Versions come newest first. */
export function Charter({ versions, today }: { versions: readonly Version[]; today: string }) {
  const t = useTranslations('bodies')
  const now = inForce(versions, today)
  const others = versions.filter((version) => version !== now)
  return (
    <section className="section stack" aria-labelledby="charter">
      <h2 className="subheading" id="charter">
        {t('charter')}
      </h2>
      {now ? (
        <article className="card card-paper">
          <VersionLine version={now} />
          <p className="charter-text">{now.text}</p>
        </article>
      ) : (
        <p className="meta">{t(versions.length > 0 ? 'charterComing' : 'noCharter')}</p>
      )}
      {others.map((version) => (
        <details key={version.number} className="card">
          <summary>
            {t('charterVersion', { number: version.number })}{' '}
            {version.inForceFrom > today ? t('charterNotYet') : t('charterEarlier')}
          </summary>
          <VersionLine version={version} />
          <p className="charter-text">{version.text}</p>
        </details>
      ))}
    </section>
  )
}

function VersionLine({ version }: { version: Version }) {
  const t = useTranslations('bodies')
  const day = useDay()
  return (
    <p className="meta">
      {t('charterVersion', { number: version.number })} · {t('charterFrom', { day: day(version.inForceFrom, 'day') })}
      {version.by ? ` · ${version.by}` : ''} · {version.why}
    </p>
  )
}
