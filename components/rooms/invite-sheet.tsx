'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Sheet } from '@/components/ui/sheet'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; link: string }

/** The link for anybody, to copy or to point a phone at. Whoever comes by it waits at the door. */
export function InviteSheet({ open, onOpenChange, link }: Props) {
  const t = useTranslations('rooms.invite')
  const announce = useAnnounce()
  const input = useRef<HTMLInputElement>(null)
  const [isCopied, setIsCopied] = useState(false)

  async function copy() {
    try {
      await navigator.clipboard.writeText(link)
    } catch {
      // Pages that are not secure have no clipboard: selected, it is one key or one long press away.
      input.current?.select()
      const isDone = document.execCommand('copy')
      if (!isDone) return announce(t('selected'))
    }
    setIsCopied(true)
    announce(t('copied'))
  }

  return (
    <Sheet
      open={open}
      onOpenChange={(isOpen) => {
        setIsCopied(false)
        onOpenChange(isOpen)
      }}
      title={t('title')}
      closeLabel={t('close')}
    >
      <div className="stack">
        <p>{t('text')}</p>
        <QrCode text={link} label={t('qr')} />
        <Field label={t('link')} hint={t('hint')}>
          <Input ref={input} readOnly value={link} onFocus={(event) => event.target.select()} />
        </Field>
        <Button tone="primary" icon={isCopied ? 'check' : 'copy'} wide onClick={() => void copy()}>
          {isCopied ? t('copied') : t('copy')}
        </Button>
      </div>
    </Sheet>
  )
}

/** Drawn as one path: no image, no foreign markup. Black on white in every theme, or phones do not read it. */
function QrCode({ text, label }: { text: string; label: string }) {
  const [drawing, setDrawing] = useState<{ size: number; path: string } | null>(null)
  useEffect(() => {
    let isCurrent = true
    void import('qrcode').then(({ create }) => {
      const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
      let path = ''
      for (let at = 0; at < data.length; at++) {
        if (data[at]) path += `M${(at % size) + 4} ${Math.floor(at / size) + 4}h1v1h-1z`
      }
      if (isCurrent) setDrawing({ size: size + 8, path })
    })
    return () => {
      isCurrent = false
    }
  }, [text])
  if (!drawing) return <div className="qr" aria-hidden="true" />
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${drawing.size} ${drawing.size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={`M0 0h${drawing.size}v${drawing.size}H0z`} className="qr-paper" />
      <path d={drawing.path} className="qr-ink" />
    </svg>
  )
}
