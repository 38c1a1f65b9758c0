// A paper was laid on the table of a sitting or of one of its items, or taken from it: pages in the room hear that they are to
// look again. Which paper it was is never said here: a restricted item's are for its readers alone.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { agendaItems } from '@/db/schema/meetings'
import { notify } from '@/server/bus'
import type { FileRow } from './read'

export async function tellTable(
  tx: Tx,
  { countyId, meetingId, agendaItemId }: Pick<FileRow, 'countyId' | 'meetingId' | 'agendaItemId'>,
): Promise<void> {
  if (meetingId) return notify(tx, { kind: 'materials', meetingId })
  if (!agendaItemId) return
  const [item] = await tx
    .select({ meetingId: agendaItems.meetingId })
    .from(agendaItems)
    .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.id, agendaItemId)))
  if (item) await notify(tx, { kind: 'materials', meetingId: item.meetingId })
}
