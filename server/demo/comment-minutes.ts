// Words in the margin of minutes that are not circulated yet: one answered and settled, one answered, one about a whole item.
import * as Y from 'yjs'
import { actOnComments } from '@/server/comments/act'
import { CommentCommand, type CommentInput } from '@/server/comments/contract'
import type { AgendaItemId } from '@/server/ids'
import type { CreatedMeeting } from '@/server/meetings/create-meeting'
import { readAgenda } from '@/server/meetings/read'
import { fragmentOfItem } from '@/server/minutes/contract'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import type { PersonKey } from './cast'
import { momentOf, type Stage } from './stage'

export async function commentMinutes(stage: Stage, meeting: CreatedMeeting, daysAgo: number): Promise<void> {
  const { db, countyId, say } = stage
  const { doc } = buildDoc((await loadBytes(db, meeting.documentId))!)
  const agenda = await readAgenda(db, countyId, meeting.meetingId)
  const act = async (who: PersonKey, time: string, command: CommentInput) => {
    const at = momentOf(stage, 1 - daysAgo, time)
    await actOnComments(db, [await stage.as(who, at)], meeting.documentId, CommentCommand.parse(command), at)
  }
  const add = async (who: PersonKey, time: string, point: number, key: string, quoteKey?: string) => {
    const id = crypto.randomUUID()
    const agendaItemId = agenda[point]!.id
    const quote = quoteKey === undefined ? '' : say(`comments.${quoteKey}`)
    const anchor = quote === '' ? null : anchorOf(doc, agendaItemId, quote)
    await act(who, time, { do: 'add', id, agendaItemId, anchor, quote, text: say(`comments.${key}`) })
    return id
  }
  const answer = (who: PersonKey, time: string, answersId: string, key: string) =>
    act(who, time, { do: 'answer', id: crypto.randomUUID(), answersId, text: say(`comments.${key}`) })

  const evening = await add('parents', '09:10', 1, 'evening', 'eveningWords')
  await answer('secretary', '09:40', evening, 'eveningAnswer')
  await act('secretary', '09:41', { do: 'settle', id: evening, isSettled: true })
  const days = await add('health', '10:05', 2, 'days', 'daysWords')
  await answer('rural', '10:50', days, 'daysAnswer')
  await add('library', '11:20', 3, 'list')
}

/** The very words, as an editor would have marked them. */
function anchorOf(doc: Y.Doc, agendaItemId: AgendaItemId, quote: string) {
  for (const node of doc
    .getXmlFragment(fragmentOfItem(agendaItemId))
    .createTreeWalker((each) => each instanceof Y.XmlText)) {
    const text = node as unknown as Y.XmlText
    const from = String(text).indexOf(quote)
    if (from < 0) continue
    const encode = (index: number) =>
      Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index))).toString('base64')
    return { from: encode(from), to: encode(from + quote.length) }
  }
  throw new Error(`not in the demo's minutes: ${quote}`)
}
