'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSize } from '@/components/files/use-size'
import { Button } from '@/components/ui/button'
import { Icon, type IconName } from '@/components/ui/icon'
import { MaterialList, materialHref, type Material } from '@/server/files/contract'

const icons: Record<Material['kind'], IconName> = {
  image: 'image',
  document: 'minutes',
  sheet: 'ledger',
  slides: 'screen',
}

/** The next item comes to hundreds of pages in the same moment: they do not all ask in it. */
const spreadMs = 5_000

export type Materials = { list: readonly Material[]; isFailing: boolean; read: () => void }

/** What lies on the table: read when the agenda is looked at and again with each item, since papers are handed out late. */
export function useMaterials(meetingId: string, currentItemId: string | null): Materials {
  const [list, setList] = useState<readonly Material[]>([])
  const [isFailing, setFailing] = useState(false)
  const hasAsked = useRef(false)
  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const answer = await fetch(`/api/materials/${meetingId}`, { cache: 'no-store', signal: signal ?? null })
        if (!answer.ok) throw new Error(String(answer.status))
        setList(MaterialList.parse(await answer.json()))
        setFailing(false)
      } catch {
        // What was read before stays: a paper does not leave the table because the line is gone.
        if (!signal?.aborted) setFailing(true)
      }
    },
    [meetingId],
  )
  useEffect(() => {
    const given = new AbortController()
    const wait = hasAsked.current ? Math.random() * spreadMs : 0
    hasAsked.current = true
    const first = setTimeout(() => void load(given.signal), wait)
    return () => {
      clearTimeout(first)
      given.abort()
    }
  }, [load, currentItemId])
  const read = useCallback(() => void load(), [load])
  return { list, isFailing, read }
}

export function MaterialLinks({
  files,
  meetingId,
  label,
}: {
  files: readonly Material[]
  meetingId: string
  label: string
}) {
  const size = useSize()
  if (files.length === 0) return null
  return (
    <ul className="ag-files" aria-label={label}>
      {files.map(({ id, name, kind, bytes, isView }) => (
        <li key={id}>
          <a href={materialHref(id, meetingId, isView)} target="_blank" rel="noreferrer">
            <Icon name={icons[kind]} size="small" />
            <span>{name}</span>
            <span className="fine">{size(bytes)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Of the sitting as a whole; and where nothing could be read, the way to try again. */
export function SittingMaterials({ materials, meetingId }: { materials: Materials; meetingId: string }) {
  const t = useTranslations('rooms.agenda.materials')
  return (
    <>
      <MaterialLinks
        files={materials.list.filter(({ agendaItemId }) => agendaItemId === null)}
        meetingId={meetingId}
        label={t('title')}
      />
      {materials.isFailing ? (
        <p className="row fine" role="status">
          {t('failed')}
          <Button tone="quiet" onClick={materials.read}>
            {t('again')}
          </Button>
        </p>
      ) : null}
    </>
  )
}
