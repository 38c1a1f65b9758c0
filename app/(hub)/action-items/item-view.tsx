import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ExtensionPanel } from '@/components/action-items/extension-panel'
import { ItemDetail } from '@/components/action-items/item-detail'
import { ItemHistory } from '@/components/action-items/item-history'
import { ItemParts } from '@/components/action-items/item-parts'
import { ReportForm } from '@/components/action-items/report-form'
import { SetStateForm } from '@/components/action-items/set-state-form'
import { VerifyPanel } from '@/components/action-items/verify-panel'
import { WordAct } from '@/components/action-items/word-act'
import { ItemDuty } from '@/components/duties/item-duty'
import { FilesPanel } from '@/components/files/files-panel'
import { Notice } from '@/components/ui/notice'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { consentAction } from '@/app/(hub)/settings/privacy/actions'
import { can } from '@/server/access'
import { itemNumber } from '@/server/action-items/model'
import { readActionItem, type ActionItemDetail } from '@/server/action-items/read-item'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { readItemDuty } from '@/server/duties/read'
import { AppError } from '@/server/errors'
import { listFiles } from '@/server/files/read'
import { ActionItemId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { hasConsent } from '@/server/privacy/consent'
import { setItemDutyAction, setStateAction } from './actions'
import { askExtensionAction, chaseAction, commentAction, decideExtensionAction, reportAction } from './follow-actions'

const freshKey = () => crypto.randomUUID()

/** One item for the page and for the sheet over the ledger. */
export async function readItemView(text: string) {
  const id = ActionItemId.safeParse(text)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/action-items/${id.data}`)
  const at = clock.now()
  const item = await readActionItem(db(), person, id.data, at).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const { bodyId, duty, choices } = await readItemDuty(db(), person, id.data)
  const [files, t, words, here, mayAddPhotos] = await Promise.all([
    getTranslations('files'),
    getTranslations('follow-up'),
    getTranslations('action-items.detail'),
    listFiles(db(), person, 'actionItem', [item.id]).then((found) => found.get(item.id)),
    hasConsent(db(), person.countyId, person.personId, 'photoEvidence'),
  ])
  const onDay = (when: Date) => dayIn(county.timeZone, when)
  const today = onDay(at)
  const mayKeepChildName = can(person, 'child-name.keep', { kind: 'county', countyId: county.id })
  const may = (deed: ActionItemDetail['deeds'][number]) => item.deeds.includes(deed)
  const isOwnReport = item.state === 'toVerify' && item.before.reporter === person.personId
  const mine = unitsOf(item, person.memberships)
  const isLead = mine[0] === undefined ? may('start') || may('submit') : mine[0].id === item.lead?.id
  const facts = {
    ...item,
    meetingTitle: item.meeting.title,
    sourceHref: sourceOf(item),
    closed: closedBy(item, onDay),
  }
  const evidence = (isToAdd: boolean) =>
    here ? (
      <FilesPanel
        place={{ kind: 'actionItem', id: item.id }}
        files={here.files}
        mayAdd={here.mayAdd && isToAdd}
        actions={fileActions}
        empty={files('empty')}
        askConsent={mayAddPhotos ? undefined : consentAction}
      />
    ) : null
  const lastReport = item.changes.find((change) => change.kind === 'report')
  const steps = item.steps.filter(({ deed }) => deed !== 'close' && deed !== 'return').map((step) => step.to)
  const number = itemNumber(item.meeting.issueNumber, item.number)
  return {
    title: item.title,
    number,
    body: (
      <ItemDetail item={facts} today={today}>
        {item.leadLeft || item.ownerLeft ? (
          <Notice tone="warn" title={t('left.title')}>
            {t(item.leadLeft ? 'left.lead' : 'left.owner', { owner: item.owner })}
          </Notice>
        ) : null}
        {item.state === 'toVerify' ? (
          <VerifyPanel
            action={setStateAction}
            id={item.id}
            seen={item.lastSeq}
            onceKey={freshKey()}
            mayClose={may('close')}
            mayReturn={may('return')}
            isOwnReport={isOwnReport}
            asked={<p>{item.deliverable || t('verify.noDeliverable')}</p>}
            shown={
              <>
                {lastReport ? <p>{lastReport.remark}</p> : null}
                {evidence(false)}
              </>
            }
          />
        ) : null}
        {may('report') ? (
          <section aria-labelledby="item-report">
            <h3 id="item-report">{t('report.title')}</h3>
            <ReportForm
              key={item.id}
              action={reportAction}
              id={item.id}
              onceKey={freshKey()}
              percent={item.percent}
              mayFinish={isLead && (item.state === 'todo' || item.state === 'doing')}
              units={mine.length > 0 ? mine : item.lead ? [item.lead] : []}
              mayKeepChildName={mayKeepChildName}
            />
          </section>
        ) : null}
        {here && (item.state !== 'toVerify' || here.mayAdd) ? (
          <section aria-labelledby="item-evidence">
            <h3 id="item-evidence">{files('evidence')}</h3>
            {evidence(true)}
          </section>
        ) : null}
        <ExtensionPanel
          ask={askExtensionAction}
          decide={decideExtensionAction}
          id={item.id}
          extensions={item.extensions.map(({ askedAt, decidedAt, ...each }) => ({
            ...each,
            askedOn: onDay(askedAt),
            decidedOn: decidedAt && onDay(decidedAt),
          }))}
          dueOn={item.dueOn}
          mayAsk={may('ask-extension')}
          mayDecide={may('decide-extension')}
          isTextFinal={item.isTextFinal}
          isOverdue={item.dueOn !== null && item.dueOn < today}
          mayKeepChildName={mayKeepChildName}
        />
        {steps.length > 0 ? (
          <SetStateForm
            action={setStateAction}
            id={item.id}
            state={item.state}
            steps={steps}
            isOwnReport={false}
            mayKeepChildName={mayKeepChildName}
          />
        ) : null}
        {may('chase') ? (
          <WordAct
            action={chaseAction}
            id={item.id}
            onceKey={freshKey()}
            open={t('chase.open')}
            label={t('chase.word')}
            hint={t('chase.hint')}
            submit={t('chase.send')}
            done={t('chase.done')}
            word={t('chase.usual', { number, title: item.title })}
            mayKeepChildName={mayKeepChildName}
          />
        ) : null}
        {may('comment') ? (
          <WordAct
            action={commentAction}
            id={item.id}
            onceKey={freshKey()}
            open={t('comment.open')}
            label={t('comment.word')}
            submit={t('comment.send')}
            done={t('comment.done')}
            mayKeepChildName={mayKeepChildName}
          />
        ) : null}
        {may('split') || may('label') || may('hand-over') || item.mayLink ? (
          <p>
            <Link className="btn btn-small" href={`/action-items/${item.id}/arrange`}>
              {t('arrange.open')}
            </Link>
          </p>
        ) : null}
        <ItemDuty
          action={setItemDutyAction}
          itemId={item.id}
          duty={duty && { ...duty, href: `/bodies/${bodyId}/duties/${duty.id}` }}
          choices={choices}
        />
        <ItemParts parent={item.parent} parts={item.parts} issueNumber={item.meeting.issueNumber} today={today} />
        <section aria-labelledby="item-history">
          <h3 id="item-history">{words('history')}</h3>
          {item.changes.length === 0 ? (
            <p className="meta">{words('noHistory')}</p>
          ) : (
            <ItemHistory
              lines={item.changes.map(({ at: when, ...change }) => ({
                ...change,
                on: onDay(when),
                slipHref: change.kind === 'chased' ? `/action-items/${item.id}/slips/${change.seq}` : null,
              }))}
            />
          )}
        </section>
      </ItemDetail>
    ),
  }
}

/** The item's units for which this person speaks, its lead first. */
function unitsOf(
  { lead, assisting, meeting }: ActionItemDetail,
  places: readonly { bodyId: string; unitId: string; office: string }[],
) {
  const here = places.filter((place) => place.bodyId === meeting.bodyId && place.office !== 'observer')
  return [...(lead ? [lead] : []), ...assisting].filter((unit) => here.some((place) => place.unitId === unit.id))
}

/** 銷號: who said that it is done, and on which day. */
function closedBy({ state, changes }: ActionItemDetail, onDay: (when: Date) => string) {
  const closing =
    state === 'done' ? changes.find((change) => change.kind === 'state' && change.to === 'done') : undefined
  return closing ? { name: closing.byName, on: onDay(closing.at) } : null
}

/** The paragraph, or the sitting; of what came from a spreadsheet, everything that did: no sitting has a page for it. */
function sourceOf({ origin, meeting, localId }: ActionItemDetail): string {
  if (origin === 'import') return `/action-items?view=all&meeting=${meeting.id}`
  return origin === 'minutes' ? `/meetings/${meeting.id}#item-${localId}` : `/meetings/${meeting.id}`
}
