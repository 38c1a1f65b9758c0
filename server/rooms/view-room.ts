// From the rows of a room to what one seat is shown. Pure: the place where something hidden stays hidden.
import { can, type SeatActor } from '@/server/access'
import type { DocumentId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import type { AgendaItemRow } from '@/server/meetings/read'
import type { RestrictedItem } from '@/server/minutes/read'
import { presentUnits, quorumOf, type QuorumRules } from '@/server/quorum/model'
import type { VoteView } from '@/server/votes/contract'
import type { VoteBase } from '@/server/votes/view-votes'
import type { RoomRow } from './change-room'
import type { RoomSnapshot, SeatView, UnitView } from './contract'
import type { SeatRow } from './seat-in-room'
import type { chatMessages } from '@/db/schema/rooms'

export type RoomBase = {
  seq: number
  meeting: RoomRow
  names: { body: string; county: string; timeZone: string }
  documentId: DocumentId
  agenda: AgendaItemRow[]
  seats: SeatRow[]
  units: UnitView[]
  /** Those that sit in the body today; the list above also has those of the past, for names. */
  unitsInBody: UnitView[]
  quorumRules: QuorumRules
  votes: VoteBase[]
  chat: (typeof chatMessages.$inferSelect)[]
}

const instant = (date: Date | null) => date?.toISOString() ?? null

export const mayRunRoom = (base: RoomBase, me: SeatActor) => can(me, 'room.run', meetingThing(base.meeting))

/** Of a restricted item one is not on the list of, not even that there is a vote. */
export function visibleVotes(base: RoomBase, restricted: readonly RestrictedItem[]): VoteBase[] {
  const hidden = new Set(
    base.agenda
      .filter((item) => item.isRestricted && !restricted.some((own) => own.agendaItemId === item.id))
      .map((item) => item.id),
  )
  return base.votes.filter(({ row }) => !hidden.has(row.agendaItemId))
}

/** Who is at the door, expected or refused, and the code for strangers: only for who runs the room. */
export function viewRoom(
  base: RoomBase,
  me: SeatActor,
  restricted: readonly RestrictedItem[],
  votes: VoteView[],
  at: Date,
): RoomSnapshot {
  const { meeting, names } = base
  const thing = meetingThing(meeting)
  const mayRun = can(me, 'room.run', thing)
  const unitById = new Map(base.units.map((unit) => [unit.id, unit]))
  const seatById = new Map(base.seats.map((seat) => [seat.id, seat]))
  const isShown = (seat: SeatRow) =>
    seat.bannedAt === null && (mayRun || seat.admission === 'admitted' || seat.id === me.seatId)
  const seatView = (seat: SeatRow): SeatView => ({
    id: seat.id,
    name: seat.name,
    unit: seat.unitId === null ? null : (unitById.get(seat.unitId) ?? null),
    role: seat.role,
    admission: seat.admission,
    isGuest: seat.personId === null,
    mayWrite: seat.mayWrite,
    handRaisedAt: instant(seat.handRaisedAt),
    termEnd: mayRun || seat.id === me.seatId ? seat.termEnd : null,
  })
  const document = {
    kind: 'document',
    countyId: meeting.countyId,
    documentId: base.documentId,
    isFrozen: false,
    meeting: { bodyId: meeting.bodyId, meetingId: meeting.id },
    readers: null,
  } as const
  return {
    seq: base.seq,
    serverTime: at.toISOString(),
    meeting: {
      id: meeting.id,
      bodyId: meeting.bodyId,
      bodyName: names.body,
      countyName: names.county,
      timeZone: names.timeZone,
      title: meeting.title,
      issueNumber: meeting.issueNumber,
      place: meeting.place,
      state: meeting.state,
      startsAt: meeting.startsAt.toISOString(),
      endsAt: meeting.endsAt.toISOString(),
      openedAt: instant(meeting.openedAt),
      isLocked: meeting.isLocked,
      joinCode: mayRun ? meeting.joinCode : null,
      currentAgendaItemId: meeting.currentAgendaItemId,
      floor:
        meeting.floorSeatId === null || meeting.floorSince === null
          ? null
          : { seatId: meeting.floorSeatId, since: meeting.floorSince.toISOString() },
    },
    agenda: base.agenda.map((item) => ({
      id: item.id,
      position: item.position,
      title: item.title,
      isRestricted: item.isRestricted,
      minutesPlanned: item.minutesPlanned,
      presenter: item.presenter,
      startedAt: instant(item.startedAt),
      endedAt: instant(item.endedAt),
    })),
    seats: base.seats.filter(isShown).map(seatView),
    chat: base.chat.map((message) => {
      const author = seatById.get(message.seatId)
      const unit = author?.unitId ? unitById.get(author.unitId) : undefined
      return {
        id: message.id,
        seatId: message.seatId,
        name: author?.name ?? '',
        unitKind: unit?.kind ?? null,
        text: message.text,
        at: message.at.toISOString(),
      }
    }),
    units: base.units,
    quorum: quorumOf(base.unitsInBody, base.quorumRules, presentUnits(base.seats)),
    votes,
    documentId: base.documentId,
    restricted: [...restricted],
    me: {
      seatId: me.seatId,
      mayRun,
      mayPublish: can(me, 'room.publish', thing),
      mayWrite: can(me, 'minutes.write', document),
      mayChat: can(me, 'room.chat', thing),
      mayKeepChildName: can(me, 'child-name.keep', { kind: 'county', countyId: me.countyId }),
    },
  }
}
