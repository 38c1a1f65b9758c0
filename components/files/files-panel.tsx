'use client'

import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useRef, useState, type DragEvent } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import type { FilePlace, FileView } from '@/server/files/contract'
import { pickable } from '@/server/files/contract'
import type { FormState } from '@/server/forms/contract'
import type { FileActions } from './file-actions'
import { FileRows } from './file-rows'
import { PhotoConsent } from './photo-consent'
import { SendingRows } from './sending-rows'
import { useUploads } from './use-uploads'
import './files.css'

type Props = {
  place: FilePlace
  files: readonly FileView[]
  mayAdd: boolean
  actions: FileActions
  /** Said to somebody who may not add and finds nothing. */
  empty: string
  /** Set where photos want a consent that this person has not given. */
  askConsent?: ((before: FormState, data: FormData) => Promise<FormState>) | undefined
}

/** What lies here, and a place to lay more: by button, by dropping, by pasting into the file picker of a phone. */
export function FilesPanel({ place, files, mayAdd, actions, empty, askConsent }: Props) {
  const t = useTranslations('files')
  const router = useRouter()
  const announce = useAnnounce()
  const picker = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const { sending, add, cancel } = useUploads(place, (name) => {
    announce(t('added', { name }))
    router.refresh()
  })

  function onDrop(event: DragEvent) {
    event.preventDefault()
    setIsOver(false)
    add([...event.dataTransfer.files])
  }

  return (
    <div className="files">
      {files.length > 0 ? <FileRows files={files} actions={actions} /> : null}
      {files.length === 0 && !mayAdd ? <p className="meta">{empty}</p> : null}
      <SendingRows sending={sending} onCancel={cancel} />
      {mayAdd && askConsent ? <PhotoConsent action={askConsent} /> : null}
      {mayAdd ? (
        <div
          className="files-drop"
          data-over={isOver || undefined}
          onDragOver={(event) => {
            event.preventDefault()
            setIsOver(true)
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={onDrop}
        >
          <Button icon="clip" onClick={() => picker.current?.click()}>
            {t('choose')}
          </Button>
          <span className="fine">{t('hint')}</span>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            accept={pickable}
            aria-label={t('choose')}
            onChange={(event) => {
              add([...(event.target.files ?? [])])
              // The same file may be chosen again after it was refused.
              event.target.value = ''
            }}
          />
        </div>
      ) : null}
    </div>
  )
}
