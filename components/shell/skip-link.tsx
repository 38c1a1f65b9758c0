import { useTranslations } from 'next-intl'

/** First in the order of focus; goes to `<main id="main" tabIndex={-1}>`. */
export function SkipLink() {
  const t = useTranslations('shell')
  return (
    <a className="skip" href="#main">
      {t('skip')}
    </a>
  )
}
