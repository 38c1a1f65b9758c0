import { useTranslations } from 'next-intl'

/** A stretch of minutes in the largest whole unit. */
export function useSpan() {
  const t = useTranslations('settings')
  return (minutes: number) => {
    if (minutes % 1440 === 0) return t('days', { days: minutes / 1440 })
    return minutes % 60 === 0 ? t('hours', { hours: minutes / 60 }) : t('minutes', { minutes })
  }
}
