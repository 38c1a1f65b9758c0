'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'

/** A link to hand on. Without a clipboard (plain http, old phones) the text is selected, ready to be copied by hand. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const t = useTranslations('meetings.invite')
  const announce = useAnnounce()
  const input = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)

  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
    } catch {
      input.current?.select()
      if (!document.execCommand('copy')) return
    }
    setCopied(true)
    announce(t('copied'))
  }

  return (
    <div className="copy-field">
      <input
        className="input"
        ref={input}
        readOnly
        value={value}
        aria-label={label}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        {copied ? t('copied') : t('copy')}
      </Button>
    </div>
  )
}
