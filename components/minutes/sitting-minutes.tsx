'use client'

import type { VoteSummary } from '@/server/votes/contract'
import type { MinutesPerson, MinutesUnit } from './context'
import { MinutesEditor, type MinutesEditorProps } from './minutes-editor'

type Item = { id: string; position: number; title: string; isRestricted?: boolean }

type Props = {
  documentId: string
  agenda: readonly Item[]
  /** Restricted items that this reader is on the list of, with what only the list knows. */
  restricted: readonly { agendaItemId: string; documentId: string; title: string }[]
  units: readonly MinutesUnit[]
  people: readonly MinutesPerson[]
  votes: readonly VoteSummary[]
} & Pick<MinutesEditorProps, 'me' | 'canWriteHint' | 'locale' | 'keepOnDevice' | 'onFillRecord'>

/** All that is written at one sitting: the minutes, and below them each restricted item of one's own. */
export function SittingMinutes({ documentId, agenda, restricted, keepOnDevice, onFillRecord, ...common }: Props) {
  const ownOf = ({ id }: Item) => restricted.find((own) => own.agendaItemId === id)
  return (
    <div className={restricted.length > 0 ? 'minutes-several' : 'minutes-one'}>
      <MinutesEditor
        {...common}
        documentId={documentId}
        items={agenda.filter((item) => !ownOf(item))}
        keepOnDevice={keepOnDevice}
        onFillRecord={onFillRecord}
      />
      {/* A document for each audience: own gate, presence and history, and no copy on the device. */}
      {agenda.map((item) => {
        const own = ownOf(item)
        return own ? (
          <MinutesEditor
            key={item.id}
            {...common}
            documentId={own.documentId}
            name={own.title}
            items={[{ id: item.id, position: item.position, title: own.title }]}
          />
        ) : null
      })}
    </div>
  )
}
