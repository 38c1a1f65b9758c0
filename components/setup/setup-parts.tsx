import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'

export type PartsState = {
  database: 'embedded' | 'external'
  video: 'ready' | 'notInstalled' | 'starting' | 'unreachable'
  mail: boolean
  /** The address a phone on the same network opens, or null. */
  phone: string | null
}

/** What runs and what does not, in words, before anything depends on it. */
export function SetupParts({ parts }: { parts: PartsState }) {
  const t = useTranslations('setup.parts')
  return (
    <section className="setup-parts" aria-label={t('title')}>
      <div>
        <b>
          <Icon name="st-done" />
          {t('database')}
        </b>
        <span className="meta">{t(parts.database === 'embedded' ? 'databaseEmbedded' : 'databaseExternal')}</span>
      </div>
      <div>
        <b>
          <Icon name={parts.video === 'ready' ? 'st-done' : 'st-todo'} />
          {t('video')}
        </b>
        <span className="meta">{t(parts.video === 'ready' ? 'videoReady' : 'videoMissing')}</span>
      </div>
      <div>
        <b>
          <Icon name={parts.mail ? 'st-done' : 'st-todo'} />
          {t('mail')}
        </b>
        <span className="meta">{t(parts.mail ? 'mailReady' : 'mailMissing')}</span>
      </div>
      <div>
        <b>
          <Icon name="phone" />
          {t('phone')}
        </b>
        {parts.phone === null ? (
          <span className="meta">{t('phoneMissing')}</span>
        ) : (
          <span className="meta">
            {t('phoneText')} <span className="code block">{parts.phone}</span>
          </span>
        )}
      </div>
    </section>
  )
}
