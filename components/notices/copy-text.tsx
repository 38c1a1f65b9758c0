'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'

/** Text to paste elsewhere. Without a clipboard it is selected, ready to be copied by hand. */
export function CopyText({ text }: { text: string }) {
  const t = useTranslations('notices.copy')
  const announce = useAnnounce()
  const area = useRef<HTMLTextAreaElement>(null)
  const [copied, setCopied] = useState(false)

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      area.current?.select()
      if (!document.execCommand('copy')) return
    }
    setCopied(true)
    announce(t('copied'))
  }

  return (
    <details>
      <summary>{t('title')}</summary>
      <Field label={t('label')} hint={t('hint')}>
        <Textarea ref={area} readOnly rows={8} value={text} />
      </Field>
      <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        {copied ? t('copied') : t('button')}
      </Button>
    </details>
  )
}
