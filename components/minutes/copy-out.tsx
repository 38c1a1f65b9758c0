'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

type Props = { texts: string; isCastOff: boolean; onStartAfresh: () => void }

/** What was typed and not taken in, so that nobody has to write it again. */
export function CopyOut({ texts, isCastOff, onStartAfresh }: Props) {
  const t = useTranslations('minutes.notice')
  const [said, setSaid] = useState<'copied' | 'copyFailed' | null>(null)
  // Kept as it stood when it was refused.
  const [text] = useState(texts)
  const copy = () =>
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => setSaid('copied'),
        () => setSaid('copyFailed'),
      )
  return (
    <div className="min-lost" role="alert">
      {isCastOff ? <p>{t('castOff')}</p> : null}
      <textarea className="input" readOnly rows={4} aria-label={t('mine')} value={text} />
      <div className="row">
        <Button tone="primary" size="small" icon="copy" onClick={() => void copy()}>
          {t('copyOut')}
        </Button>
        {isCastOff ? (
          <Button size="small" onClick={onStartAfresh}>
            {t('startAfresh')}
          </Button>
        ) : null}
        {said ? <span role="status">{t(said)}</span> : null}
      </div>
    </div>
  )
}
