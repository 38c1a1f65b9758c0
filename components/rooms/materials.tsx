'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSize } from '@/components/files/use-size'
import { Button } from '@/components/ui/button'
import { Icon, type IconName } from '@/components/ui/icon'
import { MaterialList, materialHref, type Material } from '@/server/files/contract'
import type { RoomHandle } from './use-room'

const icons: Record<Material['kind'], IconName> = {
  image: 'image',
  document: 'minutes',
  sheet: 'ledger',
  slides: 'screen',
}

/** The next item, or a paper, comes to hundreds of pages in the same moment: they do not all ask in it. */
const spreadMs = 5_000

export type Materials = { list: readonly Material[]; isFailing: boolean; read: () => void }

/** What lies on the table: read when the agenda is looked at, with each item, and when the server says that it changed. */
export function useMaterials({ snapshot, onMaterials }: RoomHandle): Materials {
  const { id: meetingId, currentAgendaItemId } = snapshot.meeting
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
    let coming: ReturnType<typeof setTimeout> | undefined
    const ask = (within: number) => {
      clearTimeout(coming)
      coming = setTimeout(() => void load(given.signal), Math.random() * within)
    }
    ask(hasAsked.current ? spreadMs : 0)
    hasAsked.current = true
    const stop = onMaterials(() => ask(spreadMs))
    return () => {
      stop()
      clearTimeout(coming)
      given.abort()
    }
  }, [load, currentAgendaItemId, onMaterials])
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
