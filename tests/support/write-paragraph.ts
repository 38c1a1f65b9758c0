// A paragraph in the first item of a sitting's minutes, as an editor writes it, without a socket.
import * as Y from 'yjs'
import type { Db } from '@/db/client'
import type { CountyId, MeetingId, PersonId } from '@/server/ids'
import { fragmentOfItem } from '@/server/minutes/contract'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readAgendaOf, readDocumentOfMeeting } from '@/server/minutes/read'
import { appendUpdate } from '@/server/minutes/settle'
import { at } from './room'

type Where = { countyId: CountyId; secretary: { personId: PersonId } }

/** @returns false where the text is frozen */
export async function writeParagraph(
  db: Db,
  { countyId, secretary }: Where,
  meetingId: MeetingId,
  text: string,
  change: (fragment: Y.XmlFragment, doc: Y.Doc) => void = () => {},
): Promise<boolean> {
  const documentId = (await readDocumentOfMeeting(db, countyId, meetingId))!
  const [item] = await readAgendaOf(db, countyId, meetingId)
  const { doc } = buildDoc((await loadBytes(db, documentId))!)
  const before = Y.encodeStateVector(doc)
  doc.transact(() => {
    const fragment = doc.getXmlFragment(fragmentOfItem(item!.id))
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    fragment.push([paragraph])
    change(fragment, doc)
  })
  const update = Y.encodeStateAsUpdate(doc, before)
  const row = await db.transaction((tx) => appendUpdate(tx, { documentId, update, senderId: secretary.personId }, at))
  return row !== null
}
