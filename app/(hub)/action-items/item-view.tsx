import { notFound } from 'next/navigation'
import { ItemDetail } from '@/components/action-items/item-detail'
import { SetStateForm } from '@/components/action-items/set-state-form'
import { ItemDuty } from '@/components/duties/item-duty'
import { itemNumber } from '@/server/action-items/model'
import { readActionItem } from '@/server/action-items/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { readItemDuty } from '@/server/duties/read'
import { AppError } from '@/server/errors'
import { ActionItemId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
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
        <SetStateForm action={setStateAction} id={item.id} state={item.state} steps={steps} isOwnReport={isOwnReport} />
      </ItemDetail>
    ),
  }
}
