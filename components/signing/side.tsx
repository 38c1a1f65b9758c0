import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Card, CardHead } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Timeline, type Moment } from '@/components/ui/timeline'
import type { IconName } from '@/components/ui/icon'
import type { UnitView } from '@/server/rooms/contract'
import type { StepKind } from '@/server/signing/contract'
import type { MinutesView } from '@/server/signing/model'
import type { Act } from './act-form'
import { AmendItemForm, CirculateForm, ConfirmForm, IssueForm, ReopenForm, SignForm } from './acts'
import { IssuedCard } from './issued-card'
import { UnitsCard } from './units-card'

type Acts = Readonly<
  Record<
    | 'circulateAction'
    | 'confirmAction'
    | 'reopenMinutesAction'
    | 'signMinutesAction'
    | 'issueMinutesAction'
    | 'proposeAmendmentAction'
    | 'signAmendmentAction',
    Act
  >
>
type Props = {
  view: MinutesView
  meetingId: string
  publicLink: string | null
  isOver: boolean
  units: readonly UnitView[]
  items: readonly { id: string; number: number; title: string }[]
  /** The day proposed for answers. */
  dueOn: string
  isDeputy: boolean
  acts: Acts
}

/** What is next for whoever looks, who has answered, what was signed, and all steps so far. */
export function SigningSide(props: Props) {
  const { view } = props
  return (
    <aside className="signing-side">
      <NextStep {...props} />
      <IssuedCard issued={view.issued} meetingId={props.meetingId} publicLink={props.publicLink} />
      {view.unitStates.length > 0 ? <UnitsCard units={view.unitStates} dueOn={view.text.dueOn} /> : null}
      <AmendCard {...props} />
      <ChainCard view={view} />
      <StepsCard view={view} />
    </aside>
  )
}

function NextStep({ view, meetingId, isOver, units, dueOn, isDeputy, acts }: Props) {
  const t = useTranslations('signing')
  const { may, text, round, state } = view
  const isEmpty = !may.circulate && view.answersFor.length === 0 && !may.sign && !may.issue && !may.reopen
  if (isEmpty) return null
  return (
    <Card className="stack">
      {may.circulate ? (
        <>
          <CardHead title={t('circulate.title')} />
          <p className="meta">{t('circulate.text')}</p>
          {view.openComments > 0 ? (
            <Notice tone="info">{t('circulate.comments', { count: view.openComments })}</Notice>
          ) : null}
          {isOver ? (
            <CirculateForm
              action={acts.circulateAction}
              meetingId={meetingId}
              seq={text.seq}
              rootSha256={text.rootSha256}
              units={units}
              today={view.today}
              dueOn={dueOn}
            />
          ) : null}
        </>
      ) : null}
      {view.answersFor.length > 0 ? (
        <>
          <CardHead title={t('answer.title')} />
          <p className="meta">{t('answer.text')}</p>
          <ConfirmForm action={acts.confirmAction} meetingId={meetingId} round={round} units={view.answersFor} />
        </>
      ) : null}
      {may.sign ? (
        <>
          <CardHead title={t('sign.title')} />
          {view.blocking > 0 ? (
            <Notice tone="warn">{t('sign.blocked', { count: view.blocking })}</Notice>
          ) : (
            <>
              <p className="meta">{t('sign.text')}</p>
              <code className="signing-hash">{text.rootSha256}</code>
              <SignForm
                action={acts.signMinutesAction}
                meetingId={meetingId}
                rootSha256={text.rootSha256}
                isDeputy={isDeputy}
              />
            </>
          )}
        </>
      ) : null}
      {may.issue ? (
        <>
          <CardHead title={t('issue.title')} />
          {view.lead === null ? (
            <Notice tone="warn">{t('issue.noLead')}</Notice>
          ) : (
            <>
              <p className="meta">
                {t('issue.text')} {t('issue.by', { unit: view.lead })}
              </p>
              <IssueForm
                action={acts.issueMinutesAction}
                meetingId={meetingId}
                rootSha256={text.rootSha256}
                units={units}
              />
            </>
          )}
        </>
      ) : null}
      {may.reopen ? (
        <ReopenForm
          action={acts.reopenMinutesAction}
          meetingId={meetingId}
          round={round}
          isSigned={state === 'signed'}
        />
      ) : null}
    </Card>
  )
}

function AmendCard({ view, meetingId, items, units, acts }: Props) {
  const t = useTranslations('signing.amend')
  const amendments = view.issued?.amendments ?? []
  if (!view.may.amend && amendments.length === 0) return null
  const signed = new Set(view.records.own.map(({ amendment }) => amendment))
  const named = (field: string | null, value: string) =>
    field === 'leadUnitId' ? (units.find(({ id }) => id === value)?.name ?? value) : value
  return (
    <Card className="stack">
      <CardHead title={t('title')} />
      <p className="meta">{t('text')}</p>
      {amendments.map((each) => (
        <div key={each.number} className="signing-amendment">
          <b>{t('number', { number: each.number })}</b>{' '}
          <span className="meta">{t(signed.has(each.number) ? 'signed' : 'waiting')}</span>
          <p>
            {each.field ? `${t(`fields.${each.field}`)}: ` : ''}
            <del>{named(each.field, each.was)}</del> → <ins>{named(each.field, each.becomes)}</ins>
          </p>
          <p className="meta">{each.reason}</p>
          <p>
            <Link href={`/meetings/${meetingId}/minutes/amendments/${each.number}`}>{t('sheet.open')}</Link>
          </p>
          {view.may.signAmendment && !signed.has(each.number) ? (
            <OneButtonForm
              action={acts.signAmendmentAction}
              fields={{ meetingId, number: String(each.number), sha256: each.sha256 }}
              label={t('signOf', { number: each.number })}
              small
            >
              {t('sign')}
            </OneButtonForm>
          ) : null}
        </div>
      ))}
      {view.may.amend && items.length > 0 ? (
        <AmendItemForm
          action={acts.proposeAmendmentAction}
          meetingId={meetingId}
          units={units}
          items={items.map(({ id, number, title }) => ({ id, label: `${number}. ${title}` }))}
        />
      ) : null}
    </Card>
  )
}

const short = (hash: string) => `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`

/** The records of the body's chain about these minutes, and the one they stand on. */
function ChainCard({ view }: { view: MinutesView }) {
  const t = useTranslations('signing.chain')
  const offices = useTranslations('bodies.offices')
  const format = useFormatter()
  const { own, before } = view.records
  if (own.length === 0) return null
  return (
    <Card>
      <CardHead title={t('title')} />
      <Timeline
        moments={[
          ...(before
            ? [
                {
                  key: 'before',
                  icon: 'link' as const,
                  when: t('record', { number: before.number }),
                  what: t('before'),
                  note: short(before.mac),
                },
              ]
            : []),
          ...own.map((record) => ({
            key: String(record.number),
            icon: record.kind === 'withdrawn' ? ('undo' as const) : ('lock' as const),
            when: t('record', { number: record.number }),
            what: `${t(record.kind === 'signed' && record.office === 'deputy-convenor' ? 'signedFor' : record.kind)} · ${record.by ?? ''} · ${offices(record.office)} · ${format.dateTime(record.at, 'dayTime')}`,
            note: <code className="signing-hash">{record.sha256}</code>,
          })),
        ]}
      />
      <p className="fine">{t('text')}</p>
    </Card>
  )
}

const stepIcons: Record<StepKind, IconName> = {
  circulated: 'external',
  'taken-back': 'undo',
  signed: 'edit',
  reopened: 'undo',
  issued: 'check',
  amended: 'edit',
}

function StepsCard({ view }: { view: MinutesView }) {
  const t = useTranslations('signing.steps')
  const format = useFormatter()
  if (view.steps.length === 0) return null
  const moments = view.steps.map((step): Moment => ({
    key: String(step.number),
    icon: stepIcons[step.kind],
    when: format.dateTime(step.at, 'dayTime'),
    what: `${t(`kinds.${step.kind}`, { round: step.round })}${step.by ? ` · ${step.by}` : ''}`,
    note: step.reason || undefined,
  }))
  return (
    <Card>
      <CardHead title={t('title')} />
      <Timeline moments={moments} />
    </Card>
  )
}
