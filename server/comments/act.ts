// A word in the margin: said, answered, settled, taken back. Each holds the document's row, so that of a comment and a freeze
// one comes first, and the bounds are counted by one at a time.
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { agendaItems } from '@/db/schema/meetings'
import { documents, minutesComments, restrictedItems } from '@/db/schema/minutes'
import { documentRights, type PersonActor, type SeatActor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError, assertNever } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CommentId, DocumentId } from '@/server/ids'
import type { DocumentThing } from '@/server/minutes/read'
import { hasChildName, hasIdNumber } from '@/server/privacy/model'
import { limits, type CommentCommand } from './contract'
import { mayComment, mustFind, type Author } from './find'
import { isOf } from './read'

type Here = { tx: Tx; thing: DocumentThing; author: Author; at: Date }

/**
 * @throws not_found, not_allowed, document_frozen; id_number, child_name; too_many_tries (twenty a minute);
 * invalid_input `text` tooMany where the margin is full, agendaItemId unknown; conflict for the id of somebody else's word
 */
export async function actOnComments(
  db: Db,
  actors: readonly (PersonActor | SeatActor)[],
  documentId: DocumentId,
  command: CommentCommand,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    // Whoever may not read a text never holds its row; what is asked under the lock is what counts.
    await mustFind(tx, actors, documentId)
    await tx.select({ id: documents.id }).from(documents).where(eq(documents.id, documentId)).for('update')
    const { thing, author, unitId } = await mustFind(tx, actors, documentId)
    if (thing.isFrozen) throw new AppError('document_frozen')
    if (!mayComment(actors, thing)) throw new AppError('not_allowed')
    const here = { tx, thing, author, at }
    const isNew = command.do === 'add' || command.do === 'answer'
    const isDone = isNew
      ? await say(here, command, unitId)
      : command.do === 'settle'
        ? await settle(here, command.id, command.isSettled, documentRights(actors, thing) === 'write')
        : await takeBack(here, command.id)
    if (!isDone) return
    const actor = actors.find(({ personId }) => personId === author.personId) ?? actors[0]!
    const verb = `comment.${command.do === 'settle' && !command.isSettled ? 'open-again' : command.do}`
    await recordEvent(tx, thing.countyId, actor, { verb, thingId: command.id, detail: { documentId } }, at)
    await notify(tx, { kind: 'comments', documentId })
  })
}

const ofDocument = ({ countyId, documentId }: DocumentThing) =>
  and(eq(minutesComments.countyId, countyId), eq(minutesComments.documentId, documentId))

/** False where it stands already: sent again after a lost answer. */
async function say(
  { tx, thing, author, at }: Here,
  command: Extract<CommentCommand, { do: 'add' | 'answer' }>,
  unitId: typeof minutesComments.$inferInsert.unitId,
): Promise<boolean> {
  if (hasIdNumber(command.text)) throw new AppError('id_number')
  if (hasChildName(command.text)) throw new AppError('child_name')
  const mine = author.personId
    ? eq(minutesComments.personId, author.personId)
    : eq(minutesComments.seatId, author.seatId!)
  const lately = gt(minutesComments.at, new Date(at.getTime() - 60_000))
  if ((await tx.$count(minutesComments, and(ofDocument(thing), mine, lately))) >= limits.perMinute)
    throw new AppError('too_many_tries')
  if ((await tx.$count(minutesComments, ofDocument(thing))) >= limits.perDocument)
    throw new AppError('invalid_input', { text: 'tooMany' })
  const stored = await tx
    .insert(minutesComments)
    .values({
      countyId: thing.countyId,
      id: command.id,
      documentId: thing.documentId,
      ...(await placeOf(tx, thing, command)),
      text: command.text,
      ...author,
      unitId,
      at,
    })
    .onConflictDoNothing()
    .returning({ id: minutesComments.id })
  if (stored.length > 0) return true
  if (!isOf(author, await find(tx, thing, command.id))) throw new AppError('conflict')
  return false
}

async function placeOf(tx: Tx, thing: DocumentThing, command: Extract<CommentCommand, { do: 'add' | 'answer' }>) {
  switch (command.do) {
    case 'add': {
      const { agendaItemId, anchor, quote } = command
      if (!(await standsIn(tx, thing, agendaItemId))) throw new AppError('invalid_input', { agendaItemId: 'unknown' })
      return {
        agendaItemId,
        quote,
        anchorFrom: anchor && Buffer.from(anchor.from, 'base64'),
        anchorTo: anchor && Buffer.from(anchor.to, 'base64'),
      }
    }
    case 'answer': {
      const to = await find(tx, thing, command.answersId)
      // An answer to an answer would need a tree; all answers stand below the word that began it.
      return { agendaItemId: to.agendaItemId, answersId: to.answersId ?? to.id }
    }
    default:
      return assertNever(command)
  }
}

async function standsIn(tx: Tx, { countyId, documentId, meeting, readers }: DocumentThing, id: string) {
  if (!meeting) return false
  const [row] =
    readers === null
      ? await tx
          .select({ id: agendaItems.id })
          .from(agendaItems)
          .where(
            and(
              eq(agendaItems.countyId, countyId),
              eq(agendaItems.meetingId, meeting.meetingId),
              eq(agendaItems.isRestricted, false),
              eq(agendaItems.id, id as typeof agendaItems.$inferSelect.id),
            ),
          )
      : await tx
          .select({ id: restrictedItems.agendaItemId })
          .from(restrictedItems)
          .where(and(eq(restrictedItems.countyId, countyId), eq(restrictedItems.documentId, documentId)))
  return row?.id === id
}

async function find(tx: Tx, thing: DocumentThing, id: CommentId) {
  const [row] = await tx
    .select()
    .from(minutesComments)
    .where(and(ofDocument(thing), eq(minutesComments.id, id)))
  if (!row) throw new AppError('not_found')
  return row
}

async function settle({ tx, thing, author, at }: Here, id: CommentId, isSettled: boolean, mayWrite: boolean) {
  const row = await find(tx, thing, id)
  if (row.answersId !== null) throw new AppError('not_found')
  if (!mayWrite && !isOf(author, row)) throw new AppError('not_allowed')
  if ((row.settledAt !== null) === isSettled) return false
  await tx
    .update(minutesComments)
    .set(isSettled ? { settledAt: at, settledById: author.personId } : { settledAt: null, settledById: null })
    .where(and(ofDocument(thing), eq(minutesComments.id, id)))
  return true
}

async function takeBack({ tx, thing, author, at }: Here, id: CommentId) {
  const row = await find(tx, thing, id)
  if (!isOf(author, row)) throw new AppError('not_allowed')
  const taken = await tx
    .update(minutesComments)
    .set({ takenBackAt: at, text: '', quote: '' })
    .where(and(ofDocument(thing), eq(minutesComments.id, id), isNull(minutesComments.takenBackAt)))
    .returning({ id: minutesComments.id })
  return taken.length > 0
}
