// Papers as people of the county would attach them: figures to a topic, notes to the live sitting, evidence to an item.
import { writeFile } from 'node:fs/promises'
import { and, eq } from 'drizzle-orm'
import { actionItems } from '@/db/schema/action-items'
import { byteOrderMark } from '@/server/export/csv'
import { addFile } from '@/server/files/add-file'
import type { FilePlace } from '@/server/files/contract'
import { finishFile } from '@/server/files/finish-file'
import { comingFolder, comingPath, makeFolder } from '@/server/files/place'
import { FileId, type MeetingId, type TopicId } from '@/server/ids'
import type { PersonKey } from './cast'
import { momentOf, type Stage } from './stage'
import { localIdOf } from './write-minutes'

type Paper = { key: 'joint' | 'notes' | 'saturdays'; by: PersonKey; place: FilePlace; when: Date }

export async function addFiles(stage: Stage, meetingId: MeetingId, topicId: TopicId): Promise<void> {
  const { db, countyId } = stage
  const [item] = await db
    .select({ id: actionItems.id })
    .from(actionItems)
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.localId, localIdOf('saturdays'))))
  if (!item) throw new Error('the demo has no item for its evidence')
  const papers: readonly Paper[] = [
    { key: 'joint', by: 'police', place: { kind: 'topic', id: topicId }, when: momentOf(stage, -33, '09:40') },
    { key: 'notes', by: 'secretary', place: { kind: 'meeting', id: meetingId }, when: momentOf(stage, -2, '17:05') },
    {
      key: 'saturdays',
      by: 'library',
      place: { kind: 'actionItem', id: item.id },
      when: momentOf(stage, -25, '15:00'),
    },
  ]
  for (const { key, by, place, when } of papers) {
    const actor = await stage.as(by, when)
    const id = FileId.parse(crypto.randomUUID())
    const bytes = Buffer.from(byteOrderMark + stage.say(`files.${key}.text`))
    await addFile(db, actor, countyId, { id, place, name: stage.say(`files.${key}.name`), bytes: bytes.length }, when)
    await makeFolder(comingFolder(countyId))
    await writeFile(comingPath(countyId, id), bytes, { mode: 0o600 })
    await finishFile(db, actor, id, when)
  }
}
