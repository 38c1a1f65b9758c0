import './minutes.css'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import type { MinutesRecord } from '@/server/minutes/contract'
import { ActionItemFacts } from './action-item-facts'
import type { MinutesUnit } from './context'
import { itemHeading } from './item-heading'
import { RecordFrame } from './record-frame'

type Run = { text: string; isBold: boolean; isItalic: boolean; isUnderlined: boolean }
type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'heading'; level: 3 | 4; runs: Run[] }
  | { kind: 'list'; isOrdered: boolean; items: Block[][] }
  | { kind: 'record'; localId: string; number: string | null; record: MinutesRecord }

type Props = {
  sections: readonly { agendaItemId: string; position: number; title: string; blocks: readonly Block[] }[]
  units: readonly MinutesUnit[]
  locale: string
}

/** The minutes to read: rendered on the server, without editor and without scripts. Anchors are those of the editor. */
export function PlainMinutes({ sections, units, locale }: Props) {
  const t = useTranslations('minutes')
  return (
    <article className="doc min-plain" lang={locale} aria-label={t('region')}>
      {sections.map((section) => (
        <section key={section.agendaItemId} className="min-item" id={`minutes-${section.agendaItemId}`}>
          <h2>{itemHeading(locale, section.position, section.title)}</h2>
          {section.blocks.every((block) => block.kind === 'paragraph' && block.runs.length === 0) ? (
            <p className="min-none">{t('empty')}</p>
          ) : (
            <Blocks blocks={section.blocks} units={units} />
          )}
        </section>
      ))}
    </article>
  )
}

function Blocks({ blocks, units }: { blocks: readonly Block[]; units: readonly MinutesUnit[] }) {
  return blocks.map((block, at) => <BlockView key={at} block={block} units={units} />)
}

function BlockView({ block, units }: { block: Block; units: readonly MinutesUnit[] }) {
  const t = useTranslations('minutes.record')
  switch (block.kind) {
    case 'paragraph':
      return block.runs.length > 0 ? (
        <p>
          <Runs runs={block.runs} />
        </p>
      ) : null
    case 'heading':
      return block.level === 3 ? (
        <h3>
          <Runs runs={block.runs} />
        </h3>
      ) : (
        <h4>
          <Runs runs={block.runs} />
        </h4>
      )
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul'
      return (
        <List>
          {block.items.map((item, at) => (
            <li key={at}>
              <Blocks blocks={item} units={units} />
            </li>
          ))}
        </List>
      )
    }
    case 'record': {
      const { record, number, localId } = block
      if (record.type === 'decision') {
        return (
          <RecordFrame
            recordId={localId}
            icon="decision"
            name={number ? t('decisionNumber', { number }) : t('decision')}
            badge={<span className="badge badge-line">{t(`kinds.${record.kind}`)}</span>}
          >
            <p className="say">{record.text || t('untitled')}</p>
          </RecordFrame>
        )
      }
      const lead = units.find((unit) => unit.id === record.leadUnitId)
      return (
        <RecordFrame
          recordId={localId}
          icon="task"
          hue={lead?.kind}
          name={number ? t('actionItemNumber', { number }) : t('actionItem')}
        >
          <ActionItemFacts record={record} units={units} />
        </RecordFrame>
      )
    }
  }
}

function Runs({ runs }: { runs: readonly Run[] }) {
  return runs.map((run, at) => {
    const text = run.text === '\n' ? <br /> : run.text
    const under = run.isUnderlined ? <u>{text}</u> : text
    const slanted = run.isItalic ? <em>{under}</em> : under
    return run.isBold ? <strong key={at}>{slanted}</strong> : <Fragment key={at}>{slanted}</Fragment>
  })
}
