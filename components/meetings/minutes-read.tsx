import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { useDay } from '@/components/action-items/due'
import { UnitName } from '@/components/action-items/unit-name'
import { Badge } from '@/components/ui/badge'
import { Icon } from '@/components/ui/icon'
import { VoteResultView } from '@/components/votes/vote-result'
import type { UnitView } from '@/server/rooms/contract'
import type { VoteSummary } from '@/server/votes/contract'
import './meetings.css'

type Run = { text: string; bold: boolean; italic: boolean }
export type ReadBlock =
  | { kind: 'paragraph' | 'heading' | 'bullet' | 'numbered'; runs: readonly Run[] }
  | { kind: 'table'; headRows: number; rows: readonly (readonly (readonly Run[])[])[] }
  | { kind: 'record'; name: 'attendance' | 'speakers'; lines: readonly { label: string; text: string }[] }
  | { kind: 'vote'; voteId: string; vote: VoteSummary | null }
  | {
      kind: 'decision'
      localId: string
      decision: 'decided' | 'agreed-in-principle' | 'noted' | 'deferred'
      text: string
    }
  | {
      kind: 'actionItem'
      localId: string
      number: string | null
      title: string
      lead: UnitView | null
      owner: string
      deliverable: string
      dueOn: string | null
      /** Its row in the ledger, when it has been settled. */
      href: string | null
    }
export type ReadSection = { id: string; position: number; title: string; blocks: readonly ReadBlock[] }

/** The minutes as a document to be read; each record has an anchor that the ledger leads to. */
export function MinutesRead({ sections }: { sections: readonly ReadSection[] }) {
  return (
    <article className="doc minutes-read">
      {sections
        .filter((section) => section.blocks.length > 0)
        .map((section) => (
          <section key={section.id} aria-labelledby={`minutes-${section.id}`}>
            <h2 id={`minutes-${section.id}`}>
              {section.position}. {section.title}
            </h2>
            {section.blocks.map((block, at) => (
              <Block key={at} block={block} />
            ))}
          </section>
        ))}
    </article>
  )
}

/** One block of it, where a page puts something of its own beside each. */
export function Block({ block }: { block: ReadBlock }) {
  switch (block.kind) {
    case 'decision':
      return <Decision block={block} />
    case 'actionItem':
      return <Task block={block} />
    case 'vote':
      return <Vote vote={block.vote} />
    case 'heading':
      return (
        <h3>
          <Runs runs={block.runs} />
        </h3>
      )
    case 'table':
      return <Rows block={block} />
    case 'record':
      return (
        <dl className="facts">
          {block.lines.map(({ label, text }, at) => (
            <Fragment key={at}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </Fragment>
          ))}
        </dl>
      )
    case 'bullet':
    case 'numbered': {
      const List = block.kind === 'bullet' ? 'ul' : 'ol'
      return (
        <List>
          <li>
            <Runs runs={block.runs} />
          </li>
        </List>
      )
    }
    default:
      return (
        <p className="pre">
          <Runs runs={block.runs} />
        </p>
      )
  }
}

function Rows({ block: { rows, headRows } }: { block: ReadBlock & { kind: 'table' } }) {
  return (
    <div className="doc-table">
      <table>
        <tbody>
          {rows.map((cells, at) => (
            <tr key={at}>
              {cells.map((runs, cell) => {
                const Cell = at < headRows ? 'th' : 'td'
                return (
                  <Cell key={cell} className="pre" scope={at < headRows ? 'col' : undefined}>
                    <Runs runs={runs} />
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Runs({ runs }: { runs: readonly Run[] }) {
  return runs.map((run, at) => {
    const text = run.italic ? <em>{run.text}</em> : run.text
    return run.bold ? <strong key={at}>{text}</strong> : <span key={at}>{text}</span>
  })
}

function Decision({ block }: { block: ReadBlock & { kind: 'decision' } }) {
  const t = useTranslations('meetings.record')
  return (
    <div className="rec" id={`item-${block.localId}`}>
      <div className="rec-head">
        <Icon name="decision" />
        <span className="rec-no">{t('decision')}</span>
        <Badge tone="line">{t(`kinds.${block.decision}`)}</Badge>
      </div>
      <div className="rec-body">
        <p className="say">{block.text}</p>
      </div>
    </div>
  )
}

function Vote({ vote }: { vote: VoteSummary | null }) {
  const t = useTranslations('votes')
  return (
    <div className="rec" id={vote ? `vote-${vote.id}` : undefined}>
      <div className="rec-head">
        <Icon name="vote" />
        <span className="rec-no">{vote?.question ?? t('title')}</span>
      </div>
      <div className="rec-body">
        {vote && vote.state !== 'cancelled' ? <VoteResultView vote={vote} /> : <p className="meta">{t('gone')}</p>}
      </div>
    </div>
  )
}

function Task({ block }: { block: ReadBlock & { kind: 'actionItem' } }) {
  const t = useTranslations('meetings.record')
  const day = useDay()
  return (
    <div className="rec" id={`item-${block.localId}`} data-unit={block.lead?.kind}>
      <div className="rec-head">
        <Icon name="task" />
        <span className="rec-no">{block.number ? t('item', { number: block.number }) : t('itemBare')}</span>
        {block.href ? (
          <Link className="push meta" href={block.href}>
            {t('toLedger')}
          </Link>
        ) : null}
      </div>
      <div className="rec-body">
        <p className="say">{block.title}</p>
        <dl className="facts">
          <dt>{t('lead')}</dt>
          <dd>{block.lead ? <UnitName unit={block.lead} small /> : t('undecided')}</dd>
          <dt>{t('owner')}</dt>
          <dd>{block.owner || t('undecided')}</dd>
          <dt>{t('deliverable')}</dt>
          <dd>{block.deliverable || t('undecided')}</dd>
          <dt>{t('due')}</dt>
          <dd>{block.dueOn ? day(block.dueOn, 'dayWeek') : t('undecided')}</dd>
        </dl>
      </div>
    </div>
  )
}
