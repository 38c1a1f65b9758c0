import { useTranslations } from 'next-intl'
import type { IconName } from '@/components/ui/icon'
import { Timeline } from '@/components/ui/timeline'
import type { ActionItemState, Priority } from '@/server/action-items/contract'
import { useDay } from './due'

export type HistoryLine = {
  seq: number
  kind: string
  from: ActionItemState
  to: ActionItemState
  remark: string
  percent: number | null
  unit: string | null
  detail: Readonly<Record<string, string | number | null>>
  via: 'page' | 'link' | 'rule'
  byName: string
  fileName: string | null
  on: string
  /** Where a slip can be printed. */
  slipHref: string | null
}

const ofState = {
  todo: 'st-todo',
  doing: 'st-doing',
  toVerify: 'st-verify',
  done: 'st-done',
  stopped: 'st-stopped',
} as const
const ofKind: Record<string, IconName> = {
  report: 'comment',
  comment: 'comment',
  evidence: 'clip',
  'evidence-removed': 'clip',
  'evidence-restored': 'clip',
  chased: 'bell',
  warned: 'clock',
  escalated: 'warn',
  'extension-asked': 'st-ext',
  extended: 'st-ext',
  'extension-refused': 'st-ext',
  'handed-over': 'enter',
  split: 'list',
  imported: 'upload',
  parent: 'list',
  labels: 'edit',
  duty: 'edit',
}

/** All that happened to an item, newest first: every line has its number, and none is ever rewritten. */
export function ItemHistory({ lines }: { lines: readonly HistoryLine[] }) {
  const t = useTranslations('follow-up.history')
  const states = useTranslations('action-items.states')
  const priorities = useTranslations('follow-up.labels.priorities')
  const day = useDay()
  const word = (line: HistoryLine): string => {
    const text = (key: string) => String(line.detail[key] ?? '')
    const on = (key: string) => (text(key) ? day(text(key), 'day') : t('noDay'))
    switch (line.kind) {
      case 'state':
        return t('state', { from: states(line.from), to: states(line.to) })
      case 'report':
        return t('report', { unit: line.unit ?? '', percent: line.percent ?? 0 })
      case 'evidence':
        return t('evidence', { name: line.fileName ?? t('gone') })
      case 'evidence-removed':
        return t('evidenceRemoved')
      case 'evidence-restored':
        return t('evidenceRestored', { name: line.fileName ?? t('gone') })
      case 'chased':
        return t(line.via === 'rule' ? 'chasedByRule' : 'chased', { number: Number(line.detail.number ?? 1) })
      case 'warned':
        return t(line.detail.what === 'blue' ? 'warnedBlue' : 'warnedYellow', { due: on('due') })
      case 'escalated':
        return t('escalated', { due: on('due') })
      case 'extension-asked':
        return t('extensionAsked', { from: on('from'), to: on('to') })
      case 'extended':
        return t('extended', { from: on('from'), to: on('to') })
      case 'extension-refused':
        return t('extensionRefused', { to: on('to') })
      case 'handed-over':
        return t('handedOver', { unit: line.unit ?? '', owner: text('toOwner') || t('nobody') })
      case 'split':
        return t('split', { number: text('number') })
      case 'imported':
        return [
          t('imported', { file: text('file'), row: Number(line.detail.row ?? 0), state: states(line.to) }),
          text('source') && t('importedSource', { source: text('source') }),
          text('number') && t('importedNumber', { number: text('number') }),
        ]
          .filter(Boolean)
          .join(' · ')
      case 'parent':
        return t('parent')
      case 'labels':
        return t('labels', {
          priority: priorities((text('toPriority') || 'normal') as Priority),
          tags: text('toTags') || t('noTags'),
        })
      case 'duty':
        return t('duty')
      default:
        return t('comment')
    }
  }
  return (
    <Timeline
      moments={lines.map((line) => ({
        key: String(line.seq),
        icon: line.kind === 'state' ? ofState[line.to] : (ofKind[line.kind] ?? 'info'),
        when: day(line.on, 'day'),
        what: line.remark || word(line),
        note: (
          <>
            {[line.remark ? word(line) : '', line.byName || t('byRule'), line.via === 'link' ? t('byLink') : '']
              .filter(Boolean)
              .join(' · ')}
            {line.slipHref ? (
              <>
                {' · '}
                <a href={line.slipHref}>{t('slip')}</a>
              </>
            ) : null}
          </>
        ),
      }))}
    />
  )
}
