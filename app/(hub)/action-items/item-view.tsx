import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ItemDetail } from '@/components/action-items/item-detail'
import { SetStateForm } from '@/components/action-items/set-state-form'
import { ItemDuty } from '@/components/duties/item-duty'
import { FilesPanel } from '@/components/files/files-panel'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { consentAction } from '@/app/(hub)/settings/privacy/actions'
import { can } from '@/server/access'
import { itemNumber } from '@/server/action-items/model'
import { readActionItem } from '@/server/action-items/read'
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

/** One item for the page and for the sheet over the ledger. */
export async function readItemView(text: string) {
  const id = ActionItemId.safeParse(text)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/action-items/${id.data}`)
  const item = await readActionItem(db(), person, id.data).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const { bodyId, duty, choices } = await readItemDuty(db(), person, id.data)
  const [files, here, mayAddPhotos] = await Promise.all([
    getTranslations('files'),
    listFiles(db(), person, 'actionItem', [item.id]).then((found) => found.get(item.id)),
    hasConsent(db(), person.countyId, person.personId, 'photoEvidence'),
  ])
  const today = dayIn(county.timeZone, clock.now())
  const steps = item.steps.map((step) => step.to)
  const reporter = item.changes.find((change) => change.to === 'toVerify')?.byId
  const isOwnReport = item.state === 'toVerify' && reporter === person.personId
  const facts = {
    ...item,
    meetingTitle: item.meeting.title,
    sourceHref: `/meetings/${item.meeting.id}#item-${item.localId}`,
    changes: item.changes.map(({ at, ...change }) => ({ ...change, on: dayIn(county.timeZone, at) })),
  }
  return {
    title: item.title,
    number: itemNumber(item.meeting.issueNumber, item.number),
    body: (
      <ItemDetail item={facts} today={today}>
        <ItemDuty
          action={setItemDutyAction}
          itemId={item.id}
          duty={duty && { ...duty, href: `/bodies/${bodyId}/duties/${duty.id}` }}
          choices={choices}
        />
        <SetStateForm
          action={setStateAction}
          id={item.id}
          state={item.state}
          steps={steps}
          isOwnReport={isOwnReport}
          mayKeepChildName={can(person, 'child-name.keep', { kind: 'county', countyId: county.id })}
        />
        {here ? (
          <section aria-labelledby="item-evidence">
            <h3 id="item-evidence">{files('evidence')}</h3>
            <FilesPanel
              place={{ kind: 'actionItem', id: item.id }}
              files={here.files}
              mayAdd={here.mayAdd}
              actions={fileActions}
              empty={files('empty')}
              askConsent={mayAddPhotos ? undefined : consentAction}
            />
          </section>
        ) : null}
      </ItemDetail>
    ),
  }
}
