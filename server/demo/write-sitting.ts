// The minutes of one sitting of the demo, settled at the moment they were written.
import type { CreatedMeeting } from '@/server/meetings/create-meeting'
import { readAgenda } from '@/server/meetings/read'
import { settle } from '@/server/minutes/settle'
import { addDays } from '@/server/action-items/model'
import { items, type DemoBlock } from './ledger'
import type { Stage } from './stage'
import { appendText, localIdOf, textUpdate, type Block } from './write-minutes'

export async function writeSitting(
  stage: Stage,
  meeting: CreatedMeeting,
  sections: readonly (readonly DemoBlock[])[],
  at: Date,
): Promise<void> {
  const { db, countyId } = stage
  const agenda = await readAgenda(db, countyId, meeting.meetingId)
  const update = textUpdate(
    agenda.map((point, index) => ({
      agendaItemId: point.id,
      blocks: (sections[index] ?? []).map((block) => toBlock(stage, block)),
    })),
  )
  await appendText(db, { countyId, id: meeting.documentId }, update, stage.people.secretary, at)
  await settle(db, meeting.documentId, at)
}

function toBlock(stage: Stage, block: DemoBlock): Block {
  const { say } = stage
  if (block.kind === 'text') return { kind: 'text', text: say(`minutes.${block.key}`) }
  if (block.kind === 'decision') {
    const fields = { kind: block.as, text: say(`minutes.${block.key}`) }
    return { kind: 'record', type: 'decision', localId: localIdOf(block.key.replace('.', '-')), fields }
  }
  const item = items.find((each) => each.key === block.key)!
  const fields = {
    title: say(`items.${item.key}.title`),
    leadUnitId: stage.units[item.lead],
    assistingUnitIds: item.assisting.map((unit) => stage.units[unit]),
    owner: say(`people.${item.owner}`),
    deliverable: say(`items.${item.key}.what`),
    dueOn: addDays(stage.today, item.dueInDays),
  }
  return { kind: 'record', type: 'actionItem', localId: localIdOf(item.key), fields }
}
