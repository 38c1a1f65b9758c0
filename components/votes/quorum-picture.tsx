'use client'

import { useTranslations } from 'next-intl'
import { useUnitWords } from '@/components/rooms/unit-words'
import { Icon } from '@/components/ui/icon'
import { UnitTag } from '@/components/ui/unit-tag'
import type { QuorumState } from '@/server/quorum/model'
import './votes.css'

/** In the head of the room: a column for each kind of unit, as full as it is there, and whether that is enough. */
export function QuorumMark({ quorum }: { quorum: QuorumState }) {
  const t = useTranslations('votes.quorum')
  if (quorum.state === 'none') return null
  const { present, units } = quorum
  const text = t(quorum.state)
  const all = t('units', { present, units })
  return (
    <span className="quorum-mark" data-state={quorum.state} title={`${text} · ${all}`}>
      <Columns quorum={quorum} />
      <Icon name={quorum.state === 'met' ? 'check' : 'warn'} size="small" />
      <span className="quorum-words">{text}</span>
      <span className="sr">{all}</span>
    </span>
  )
}

const Columns = ({ quorum }: { quorum: QuorumState }) => (
  <svg className="quorum-columns" viewBox={`0 0 ${quorum.kinds.length * 6} 16`} aria-hidden="true">
    {quorum.kinds.map(({ kind, units, present }, at) => {
      const height = units === 0 ? 0 : Math.round((present / units) * 16)
      return (
        <g key={kind} data-unit={kind}>
          <rect className="all" x={at * 6 + 0.5} y="0.5" width="4" height="15" />
          <rect className="in" x={at * 6} y={16 - height} width="5" height={height} />
        </g>
      )
    })}
  </svg>
)

/** Kind by kind, in words; for everybody in the room, and beside the result of a vote. */
export function QuorumList({ quorum }: { quorum: QuorumState }) {
  const t = useTranslations('votes.quorum')
  const words = useUnitWords()
  const { present, units } = quorum
  return (
    <div className="quorum-list">
      <p className="row row-wrap">
        {quorum.state === 'none' ? (
          <span className="meta">{t('none')}</span>
        ) : (
          <>
            <Icon name={quorum.state === 'met' ? 'check' : 'warn'} size="small" />
            <b>{t(quorum.state)}</b>
          </>
        )}
        <span className="meta">{t('units', { present, units })}</span>
      </p>
      {quorum.state === 'missed' ? <p className="meta">{t('informal')}</p> : null}
      <ul>
        {quorum.kinds.map(({ kind, units: all, present: here, required, isMet }) => (
          <li key={kind}>
            <UnitTag hue={kind} mark={words(kind).mark} name={words(kind).short} small />
            <span className="fine">
              {required === null
                ? t('kindFree', { present: here, units: all })
                : t('kind', { present: here, units: all, required })}
            </span>
            {required === null ? null : (
              <span className="fine nowrap">
                <Icon name={isMet ? 'check' : 'warn'} size="small" /> {t(isMet ? 'kindMet' : 'kindMissed')}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
