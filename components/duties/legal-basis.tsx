import { useTranslations } from 'next-intl'
import type { DutyView } from './view'

/** 《…法》第…條, or nothing. */
export function LegalBasis({ duty }: { duty: Pick<DutyView, 'law' | 'article'> }) {
  const t = useTranslations('duties')
  if (duty.law === '') return null
  return <>{duty.article === '' ? duty.law : t('basis', { law: duty.law, article: duty.article })}</>
}
