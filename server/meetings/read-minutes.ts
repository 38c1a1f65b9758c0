// The minutes of a meeting for its page: blocks with units by name and each action item's row in the ledger.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { readDocument } from '@/server/minutes/read'
import { readMinutesBlocks } from '@/server/minutes/blocks'
import { readVotesOfDocument } from '@/server/votes/read'
import { listUnits } from '@/server/bodies/read'
import type { MeetingDetail } from './read'

export async function readMinutesForPage(db: Db, actor: PersonActor, meeting: MeetingDetail) {
  const header = await readDocument(db, meeting.documentId)
  if (!header) throw new AppError('not_found')
  requireAccess(actor, 'minutes.read', header.thing)
  const [sections, units, votes, rows] = await Promise.all([
    readMinutesBlocks(db, meeting.documentId, meeting.agenda),
    listUnits(db, actor, meeting.bodyId),
    readVotesOfDocument(db, actor.countyId, meeting.documentId),
    db
      .select({ id: actionItems.id, localId: actionItems.localId })
      .from(actionItems)
      .where(
        and(
          eq(actionItems.countyId, actor.countyId),
          eq(actionItems.documentId, meeting.documentId),
          isNull(actionItems.withdrawnAt),
        ),
      ),
  ])
  return meeting.agenda.map((item, at) => ({
    id: item.id,
    position: item.position,
    title: item.title,
    blocks: sections[at]!.map((block) => {
      if (block.kind === 'vote') return { ...block, vote: votes.get(block.voteId) ?? null }
      if (block.kind !== 'actionItem') return block
      const { leadUnitId, ...rest } = block
      const row = rows.find((each) => each.localId === block.localId)
      return {
        ...rest,
        lead: units.find((unit) => unit.id === leadUnitId) ?? null,
        href: row ? `/action-items/${row.id}` : null,
      }
    }),
  }))
}
