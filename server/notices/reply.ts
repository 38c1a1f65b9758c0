// 出席, 請假, 代會: one answer for each place, by whoever may give it, until the sitting opens. Under the sitting's lock, so that
// two answers at once are one after the other, and the proxy that an answer names goes with it.
import { and, eq, max } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { notices, replies } from '@/db/schema/notices'
import { proxies } from '@/db/schema/terms'
import { requireAccess, type Actor, type Verb } from '@/server/access'
import { AppError } from '@/server/errors'
import type { PersonId } from '@/server/ids'
import { holdersOf, tellAll } from '@/server/notifications/tell'
import { lockMeeting, publishChange, type RoomRow } from '@/server/rooms/change-room'
import { endProxy, insertProxy, liveProxyOf } from '@/server/rooms/name-proxy'
import type { ReplyInput } from './contract'
import { versionOfSequence } from './ics'
import type { NoticeLink } from './links'
import { readPlaces, type NoticePlace } from './places'

/** Who answers: a person in the app (own unit), the secretary for somebody on the phone or by a file, or what a link or a letter's token opens. */
export type Replier =
  | { via: 'app' | 'phone' | 'ics'; actor: Actor }
  | { via: 'link' | 'mail'; link: Pick<NoticeLink, 'id' | 'countyId' | 'meetingId' | 'personId' | 'unitId'> }

/** Of an answer that came by file or mail: when it was given, and the SEQUENCE of the event it is to. */
export type Given = { at: Date; sequence: number }

/** What a link answers for: a person's own places, or those of a unit. */
export const isOfLink = (link: Pick<NoticeLink, 'personId' | 'unitId'>, place: NoticePlace): boolean =>
  link.personId !== null ? place.personId === link.personId : place.unit.id === link.unitId

/**
 * @param given an answer that is older than is known, or to an earlier notice than that, changes nothing
 * @returns the personal link of a proxy that was named now, shown once
 * @throws not_found (also where no notice was sent), meeting_over, meeting_cancelled, not_allowed; invalid_input
 * membershipId `unknown`, or what naming a proxy refuses
 */
export async function reply(
  db: Db | Tx,
  by: Replier,
  input: ReplyInput,
  at: Date,
  given?: Given,
): Promise<{ proxyPath: string | null; isNew: boolean }> {
  const link = 'link' in by ? by.link : null
  const actor: Actor = 'link' in by ? { kind: 'anonymous' } : by.actor
  return db.transaction(async (tx) => {
    // A link's holder has no county of their own: the link's row says which sitting it is for.
    const room = await lockMeeting(tx, link ? { kind: 'system' } : actor, input.meetingId)
    if (link && (link.meetingId !== room.id || link.countyId !== room.countyId)) throw new AppError('not_allowed')
    const place = (await readPlaces(tx, room)).find(({ membershipId }) => membershipId === input.membershipId)
    if (link && (!place || !isOfLink(link, place))) throw new AppError('not_allowed')
    if ('actor' in by) requireAccess(actor, verbOf(by.via), thingOf(room, place))
    if (room.cancelledAt !== null) throw new AppError('meeting_cancelled')
    if (room.state !== 'planned') throw new AppError('meeting_over')
    if (!place) throw new AppError('invalid_input', { membershipId: 'unknown' })
    const latest = await versionOf(tx, room)
    // A clock that is ahead must not make its answer the last for ever.
    const repliedAt = given && given.at < at ? given.at : at
    const forVersion = given ? versionOfSequence(given.sequence, room.untoldChanges, latest) : latest
    if (place.reply && (place.reply.repliedAt > repliedAt || place.reply.forVersion > forVersion))
      return { proxyPath: null, isNew: false }
    const { proxyId, proxyPath } = await followAnswer(tx, actor, room, place, input, at)
    const values = {
      answer: input.answer,
      note: input.note,
      proxyId,
      via: by.via,
      byPersonId: actor.kind === 'person' ? actor.personId : null,
      repliedAt,
      forVersion,
    }
    await tx
      .insert(replies)
      .values({ countyId: room.countyId, meetingId: room.id, membershipId: place.membershipId, ...values })
      .onConflictDoUpdate({ target: [replies.countyId, replies.meetingId, replies.membershipId], set: values })
    if (link || by.via === 'app') await tellSecretaries(tx, actor, room, place, input.answer, at)
    const linkId = link?.id ?? null
    const detail = { membershipId: place.membershipId, answer: input.answer, via: by.via, proxyId, linkId }
    await publishChange(tx, room, actor, { topic: 'seats', event: { verb: 'notice.reply', detail } }, at)
    return { proxyPath, isNew: true }
  })
}

const verbOf = (via: 'app' | 'phone' | 'ics'): Verb => (via === 'app' ? 'notice.reply' : 'notice.record-reply')

const thingOf = (room: RoomRow, place: NoticePlace | undefined) => ({
  kind: 'place' as const,
  countyId: room.countyId,
  bodyId: room.bodyId,
  meetingId: room.id,
  unitId: place?.unit.id ?? null,
  personId: place?.personId ?? null,
})

/** The proxy of the place becomes the one that the answer names, or none. */
async function followAnswer(tx: Tx, actor: Actor, room: RoomRow, place: NoticePlace, input: ReplyInput, at: Date) {
  const [known] = await tx.select().from(proxies).where(liveProxyOf(room, place.membershipId))
  const name = input.proxyName.trim()
  if (input.answer === 'proxy' && known?.name === name) return { proxyId: known.id, proxyPath: null }
  if (known) await endProxy(tx, actor, room, known, at)
  if (input.answer !== 'proxy') return { proxyId: null, proxyPath: null }
  const proxy = { meetingId: room.id, membershipId: place.membershipId, proxy: { name } }
  const made = await insertProxy(tx, actor, room, proxy, at)
  return { proxyId: made.proxyId, proxyPath: made.path }
}

async function versionOf(tx: Tx, room: RoomRow): Promise<number> {
  const [row] = await tx
    .select({ version: max(notices.version) })
    .from(notices)
    .where(and(eq(notices.countyId, room.countyId), eq(notices.meetingId, room.id)))
  return row?.version ?? 0
}

async function tellSecretaries(
  tx: Tx,
  actor: Actor,
  room: RoomRow,
  place: NoticePlace,
  choice: ReplyInput['answer'],
  at: Date,
): Promise<void> {
  const { countyId, bodyId, id, title } = room
  const secretaries = await holdersOf(tx, { countyId, bodyId, offices: ['secretary'] }, at)
  const me: PersonId | null = actor.kind === 'person' ? actor.personId : null
  await tellAll(
    tx,
    {
      countyId,
      kind: 'notice.replied',
      thing: { kind: 'meeting', id },
      detail: { title, unit: place.unit.name, person: place.name, choice },
      key: `${place.membershipId}/${at.getTime()}`,
    },
    secretaries.filter((person) => person !== me),
    at,
  )
}
