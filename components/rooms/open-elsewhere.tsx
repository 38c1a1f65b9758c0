'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'

/** Where this person came in, kept by the door's script: in another browser a room's own address would ask for an account. */
const doorKey = 'lianxi-door-path'

function ownLink(): string {
  try {
    const path = window.sessionStorage.getItem(doorKey)
    if (path?.startsWith('/')) return window.location.origin + path
  } catch {
    // Storage is off: the room's own address.
  }
  return window.location.href
}

/** The link for the phone's own browser: copied by a press, or shown to be copied by hand where a page may not. */
export function OpenElsewhere({ label }: { label: string }) {
  const t = useTranslations('capability')
  const announce = useAnnounce()
  const field = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<{ link: string; isCopied: boolean } | null>(null)

  async function copy() {
    const link = ownLink()
    const isCopied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    )
    setState({ link, isCopied })
    if (isCopied) announce(t('copied'))
    else requestAnimationFrame(() => field.current?.select())
  }

  return (
    <span className="open-elsewhere">
      <Button size="small" tone="primary" icon={state?.isCopied ? 'check' : 'copy'} onClick={() => void copy()}>
        {state?.isCopied ? t('copied') : label}
      </Button>
      {state && !state.isCopied ? <Input ref={field} readOnly value={state.link} aria-label={label} /> : null}
    </span>
  )
}
