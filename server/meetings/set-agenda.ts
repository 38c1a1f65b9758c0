// The whole agenda of a sitting in one go: what is moved, changed, new and gone commits together, with the places in its
// minutes and the state of its topics. The sitting's row is the lock, agenda_version is compared under it: of two
// secretaries who save at once one wins and the other is told.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits } from '@/db/schema/bodies'
import { files } from '@/db/schema/files'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { topics } from '@/db/schema/topics'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { AgendaItemId, type MeetingId, type TopicId } from '@/server/ids'
import { addItemsToDocument, itemsWithText } from '@/server/minutes/add-items'
import { changeRoom, type RoomRow } from '@/server/rooms/change-room'
import { mayStandOnAgenda } from '@/server/topics/model'
import { scheduleTopics, takeOffTopics } from '@/server/topics/schedule-topics'
import type { AgendaItemInput, AgendaRow, SetAgenda } from './contract'

type Item = typeof agendaItems.$inferSelect
type Placed = AgendaItemInput & { at: number }

/** Rows in their order → items, each under the heading before it. `at`: which row of the form it is. */
export function itemsOf(rows: readonly AgendaRow[]): Placed[] {
  let section = ''
  return rows.flatMap((row, at) => {
    if (row.kind === 'item') return [{ ...row, section, at }]
    section = row.title
    return []
  })
}

/**
 * @throws conflict where somebody else changed the agenda since, meeting_over, document_frozen, invalid_input naming the row
 */
export function setAgenda(db: Db, actor: Actor, { meetingId, version, agenda }: SetAgenda, at: Date) {
  return changeRoom(db, actor, meetingId, 'meeting.manage', at, async (tx, room) => {
    if (room.state === 'ended') throw new AppError('meeting_over')
    if (room.agendaVersion !== version) throw new AppError('conflict')
    return await replaceAgenda(tx, actor, room, itemsOf(agenda), at)
  })
}

/** A topic put at the end of an agenda from its own page. @throws conflict where it stands there already or may not */
export function scheduleTopic(
  db: Db,
  actor: Actor,
  { id, meetingId }: { id: TopicId; meetingId: MeetingId },
  at: Date,
) {
  return changeRoom(db, actor, meetingId, 'meeting.manage', at, async (tx, room) => {
    if (room.state === 'ended') throw new AppError('meeting_over')
    const there = await readItems(tx, room)
    if (there.some((item) => item.topicId === id)) throw new AppError('conflict')
    const kept = there.map((item, n) => ({ ...item, kind: 'item' as const, at: n }))
    const added = { kind: 'item', id: null, topicId: id, title: '', presenterUnitId: null, minutesPlanned: 15 } as const
    const section = there.at(-1)?.section ?? ''
    return await replaceAgenda(
      tx,
      actor,
      room,
      [...kept, { ...added, isFollowUp: false, section, at: kept.length }],
      at,
    )
  })
}

const readItems = (tx: Tx, room: RoomRow): Promise<Item[]> =>
  tx
    .select()
    .from(agendaItems)
    .where(and(eq(agendaItems.countyId, room.countyId), eq(agendaItems.meetingId, room.id)))
    .orderBy(agendaItems.position)

async function replaceAgenda(tx: Tx, actor: Actor, room: RoomRow, wanted: readonly Placed[], at: Date) {
  const { countyId } = room
  const there = new Map((await readItems(tx, room)).map((item) => [item.id, item]))
  const names = await readNames(tx, room, wanted)
  const seen = new Set<AgendaItemId>()
  const rows = wanted.map((row, index) => {
    const old = row.id && !seen.has(row.id) ? there.get(row.id) : undefined
    if (old) seen.add(old.id)
    return { ...checkRow(row, old, names), isNew: !old, position: index + 1 }
  })
  const taken = rows.map((row) => row.topicId).filter((id) => id !== null)
  const twice = taken.find((id, index) => taken.indexOf(id) !== index)
  if (twice)
    throw refused(
      wanted.findLast((row) => row.topicId === twice)!,
      'topicId',
      'taken',
    )
  const followUps = rows.filter((row) => row.isFollowUp)
  if (followUps.length > 1) throw new AppError('invalid_input', { agenda: 'invalid' })
  const gone = [...there.values()].filter((item) => !seen.has(item.id))
  await checkGone(tx, room, gone)
  if (gone.length > 0)
    await tx.delete(agendaItems).where(
      and(
        eq(agendaItems.countyId, countyId),
        inArray(
          agendaItems.id,
          gone.map((item) => item.id),
        ),
      ),
    )
  // Out of the way first: positions are unique at every moment.
  await tx
    .update(agendaItems)
    .set({ position: sql`-${agendaItems.position}` })
    .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, room.id)))
  for (const { isNew, id, ...row } of rows.filter((row) => !row.isNew))
    await tx
      .update(agendaItems)
      .set(row)
      .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.id, id)))
  const fresh = rows.filter((row) => row.isNew)
  if (fresh.length > 0)
    await tx.insert(agendaItems).values(fresh.map(({ isNew: _, ...row }) => ({ ...row, countyId, meetingId: room.id })))
  await addItemsToDocument(
    tx,
    countyId,
    room.id,
    fresh.map((row) => row.id),
    at,
  )
  const before = [...there.values()].map((item) => item.topicId)
  await scheduleTopics(
    tx,
    countyId,
    actor,
    taken.filter((id) => !before.includes(id)),
    room.id,
    at,
  )
  const left = before.filter((id) => id !== null && !taken.includes(id)) as TopicId[]
  await takeOffTopics(tx, countyId, actor, left, room.id, at)
  await tx
    .update(meetings)
    .set({ agendaVersion: room.agendaVersion + 1 })
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, room.id)))
  const detail = { items: rows.length, added: fresh.length, removed: gone.length }
  return {
    result: room.agendaVersion + 1,
    topic: 'agenda' as const,
    event: { verb: 'agenda.set', detail },
  }
}

const refused = (row: Placed, field: string, key: string) =>
  new AppError('invalid_input', { [`agenda.${row.at}.${field}`]: key })

type Names = { units: Set<string>; topics: Map<string, { title: string; may: boolean }> }

/** What the rows may name: units that sit in the body, topics of it. */
async function readNames(tx: Tx, room: RoomRow, wanted: readonly Placed[]): Promise<Names> {
  const { countyId, bodyId } = room
  const ids = wanted.map((row) => row.topicId).filter((id) => id !== null)
  const [units, found] = await Promise.all([
    tx
      .select({ id: bodyUnits.unitId })
      .from(bodyUnits)
      .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt))),
    ids.length === 0
      ? []
      : tx
          .select({ id: topics.id, title: topics.title, state: topics.state })
          .from(topics)
          .where(and(eq(topics.countyId, countyId), eq(topics.bodyId, bodyId), inArray(topics.id, ids)))
          .orderBy(topics.id)
          .for('update'),
  ])
  return {
    units: new Set(units.map((unit) => unit.id)),
    topics: new Map(found.map((topic) => [topic.id, { title: topic.title, may: mayStandOnAgenda(topic.state) }])),
  }
}

/** Of a restricted item only its place, heading and minutes change here: the rest is for those on its list. */
function checkRow(row: Placed, old: Item | undefined, names: Names) {
  const { section, minutesPlanned } = row
  if (old?.isRestricted) {
    const { id, title, topicId, presenterUnitId, isFollowUp } = old
    return { id, title, topicId, presenterUnitId, isFollowUp, section, minutesPlanned }
  }
  const topic = row.topicId ? names.topics.get(row.topicId) : undefined
  if (row.topicId && !topic) throw refused(row, 'topicId', 'unknown')
  if (topic && !topic.may && old?.topicId !== row.topicId) throw refused(row, 'topicId', 'invalid')
  // A presenter that left the body meanwhile stays where they stood.
  if (row.presenterUnitId && row.presenterUnitId !== old?.presenterUnitId && !names.units.has(row.presenterUnitId))
    throw refused(row, 'presenterUnitId', 'unknown')
  const title = row.title || (topic?.title ?? '')
  if (title === '') throw refused(row, 'title', 'required')
  const isFollowUp = row.isFollowUp && row.topicId === null
  const { topicId, presenterUnitId } = row
  return {
    id: old?.id ?? AgendaItemId.parse(crypto.randomUUID()),
    title,
    topicId,
    presenterUnitId,
    isFollowUp,
    section,
    minutesPlanned,
  }
}

/** Only what nobody has begun goes: no words in the minutes, no materials, not restricted. */
async function checkGone(tx: Tx, room: RoomRow, gone: readonly Item[]): Promise<void> {
  if (gone.length === 0) return
  const ids = gone.map((item) => item.id)
  const stays = gone.some((item) => item.isRestricted || item.startedAt !== null)
  const [file] = await tx
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.countyId, room.countyId), inArray(files.agendaItemId, ids)))
    .limit(1)
  if (stays || file || (await itemsWithText(tx, room.countyId, room.id, ids)).length > 0)
    throw new AppError('invalid_input', { agenda: 'inUse' })
}
