import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { restrictedItems } from '@/db/schema/minutes'
import { votes } from '@/db/schema/votes'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { readDocumentOfMeeting } from '@/server/minutes/read'
import { changeRoom } from '@/server/rooms/change-room'
import type { NewVote } from './contract'
import { voteThing } from './thing'

/**
 * Prepares a vote. Sent twice it is made once: the id is the client's.
 * @throws not_found (the item), meeting_over, invalid_input `choices`, `eachKind`
 */
export function createVote(
  db: Db,
  actor: Actor,
  { meetingId, ...input }: NewVote & { meetingId: MeetingId },
  at: Date,
) {
  return changeRoom(db, actor, meetingId, 'vote.run', at, async (tx, room, now) => {
    const thing = await voteThing(tx, room, input.agendaItemId)
    requireAccess(now, 'vote.run', thing)
    if (room.state === 'ended') throw new AppError('meeting_over')
    const isSecret = input.kind === 'secret'
    if (input.choices.length === 1) throw new AppError('invalid_input', { choices: 'tooFewChoices' })
    if (new Set(input.choices).size < input.choices.length) throw new AppError('invalid_input', { choices: 'taken' })
    if (input.eachKind && (isSecret || input.choices.length > 0))
      throw new AppError('invalid_input', { eachKind: 'eachKind' })
    const here = and(eq(votes.countyId, room.countyId), eq(votes.id, input.id))
    const [known] = await tx.select({ meetingId: votes.meetingId }).from(votes).where(here)
    if (known && known.meetingId !== room.id) throw new AppError('conflict')
    if (known) return null
    const [own] = await tx
      .select({ documentId: restrictedItems.documentId })
      .from(restrictedItems)
      .where(and(eq(restrictedItems.countyId, room.countyId), eq(restrictedItems.agendaItemId, input.agendaItemId)))
    const documentId = own?.documentId ?? (await readDocumentOfMeeting(tx, room.countyId, room.id))
    if (!documentId) throw new AppError('not_found')
    await tx.insert(votes).values({
      ...input,
      countyId: room.countyId,
      meetingId: room.id,
      documentId,
      mayChange: input.mayChange && !isSecret,
      withGuests: input.withGuests && input.per === 'person',
      createdAt: at,
    })
    return { result: input.id, topic: 'votes', event: { verb: 'vote.create', thingId: input.id } }
  })
}
