import { useTranslations } from 'next-intl'
import { Choice } from '@/components/ui/choice'
import { Notice } from '@/components/ui/notice'

/** Shown after a text was held back because it names a child: what to do instead and, for those who may, a way to keep it. */
export function KeepChildName({ fields, mayKeep }: { fields: Readonly<Record<string, string>>; mayKeep: boolean }) {
  const t = useTranslations('privacy.childName')
  if (!Object.values(fields).includes('childName')) return null
  return (
    <Notice tone="warn" title={t('title')} live>
      <p>{t('text')}</p>
      {mayKeep ? (
        <Choice name="keep" value="1" hint={t('keepHint')}>
          {t('keep')}
        </Choice>
      ) : null}
    </Notice>
  )
}
