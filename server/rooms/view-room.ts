// From the rows of a room to what one seat is shown. Pure: the place where something hidden stays hidden.
import { can, type SeatActor } from '@/server/access'
import type { AgendaItemId, DocumentId, PersonId, SeatId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import type { AgendaItemRow } from '@/server/meetings/read'
import type { RestrictedItem } from '@/server/minutes/read'
import { presentUnits, quorumOf, type QuorumRules } from '@/server/quorum/model'
import type { VoteView } from '@/server/votes/contract'
import type { VoteBase } from '@/server/votes/view-votes'
import type { RoomRow } from './change-room'
import { SpeakingSeconds, type ChatMessageView, type RoomSnapshot, type SeatView, type UnitView } from './contract'
import { mayReact } from './model'
import type { SeatRow } from './seat-in-room'
import type { floorTurns, writtenQuestions } from '@/db/schema/floor'
import type { chatMessages } from '@/db/schema/rooms'

export type RoomBase = {
  seq: number
  meeting: RoomRow
  names: { body: string; county: string; timeZone: string }
  documentId: DocumentId
  agenda: AgendaItemRow[]
  seats: SeatRow[]
  /** Seats that a link was made for. */
  linked: ReadonlySet<SeatId>
  units: UnitView[]
  /** Those that sit in the body today; the list above also has those of the past, for names. */
  unitsInBody: UnitView[]
  quorumRules: QuorumRules
  votes: VoteBase[]
  chat: (typeof chatMessages.$inferSelect)[]
  turns: (typeof floorTurns.$inferSelect)[]
  questions: (typeof writtenQuestions.$inferSelect)[]
  /** Of the restricted item that is current; null while none is. */
  readers: ReadonlySet<PersonId> | null
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

/** What of a seat decides which rows it is shown, those that are its own apart: whoever is alike in this sees the same. */
type Audience = {
  mayRun: boolean
  isSetAside: boolean
  /** Restricted items that are not open to it. */
  closed: readonly AgendaItemId[]
}

/** What is the same for a whole audience; its objects are shared by the views of all of its seats. */
type Shown = Pick<
  RoomSnapshot,
  'seq' | 'meeting' | 'agenda' | 'seats' | 'chat' | 'questions' | 'units' | 'quorum' | 'documentId'
> & {
  seatView: (seat: SeatRow) => SeatView
  /** Where a seat stands in `seats`, and its row: each of hundreds looks for its own. */
  placeOf: ReadonlyMap<SeatId, number>
  rowOf: ReadonlyMap<SeatId, SeatRow>
  chatView: (message: ChatRow) => ChatMessageView
  isOpenTo: (item: AgendaItemId | null) => boolean
}
type ChatRow = RoomBase['chat'][number]

const known = new WeakMap<RoomBase, Map<string, Shown>>()

/** With hundreds of seats each of them would otherwise make hundreds of seats' views. */
function shownTo(base: RoomBase, audience: Audience): Shown {
  const ofBase = known.get(base) ?? new Map<string, Shown>()
  known.set(base, ofBase)
  const key = JSON.stringify([audience.mayRun, audience.isSetAside, ...audience.closed])
  const shown = ofBase.get(key) ?? makeShown(base, audience)
  ofBase.set(key, shown)
  return shown
}

/** Who is at the door, expected or refused, and the code for strangers: only for who runs the room. */
function makeShown(base: RoomBase, { mayRun, isSetAside, closed }: Audience): Shown {
  const { meeting, names } = base
  const unitById = new Map(base.units.map((unit) => [unit.id, unit]))
  const seatById = new Map(base.seats.map((seat) => [seat.id, seat]))
  const isShown = (seat: SeatRow) =>
    // Who was put aside is not told who is in.
    !(isSetAside && !mayRun) && seat.bannedAt === null && (mayRun || seat.admission === 'admitted')
  // What happened at a restricted item is for its list alone, also afterwards.
  const isOpenTo = (item: AgendaItemId | null) => item === null || !closed.includes(item)
  const turns = base.turns.filter(({ agendaItemId }) => isOpenTo(agendaItemId))
  const spoken = new Set(turns.filter(({ kind }) => kind === 'turn').map(({ seatId }) => seatId))
  const turn = turns.find(({ endedAt }) => endedAt === null)
  const isAside = (seat: SeatRow) =>
    base.readers !== null && !(seat.personId !== null && base.readers.has(seat.personId))
  const seatView = (seat: SeatRow): SeatView => ({
    id: seat.id,
    name: seat.name,
    unit: seat.unitId === null ? null : (unitById.get(seat.unitId) ?? null),
    role: seat.isCoChair || meeting.actingChairSeatId === seat.id ? 'chair' : seat.role,
    admission: seat.admission,
    isGuest: seat.personId === null,
    mayWrite: seat.mayWrite,
    handRaisedAt: instant(seat.handRaisedAt),
    handKind: seat.handKind,
    hasSpoken: spoken.has(seat.id),
    isCoChair: seat.isCoChair,
    isActingChair: meeting.actingChairSeatId === seat.id,
    isExpected: seat.personId !== null || base.linked.has(seat.id),
    isOnSite: seat.onSiteAt !== null && seat.onSiteLeftAt === null,
    sharesWithSeatId: seat.sharesWithSeatId,
    isSetAside: mayRun && isAside(seat),
    termEnd: mayRun ? seat.termEnd : null,
  })
  const chatView = (message: ChatRow): ChatMessageView => {
    const author = seatById.get(message.seatId)
    const unit = author?.unitId ? unitById.get(author.unitId) : undefined
    return {
      id: message.id,
      scope: message.scope,
      seatId: message.seatId,
      name: author?.name ?? '',
      unitKind: unit?.kind ?? null,
      text: message.text,
      at: message.at.toISOString(),
    }
  }
  const seats = base.seats.filter(isShown).map(seatView)
  return {
    seatView,
    placeOf: new Map(seats.map(({ id }, at) => [id, at])),
    rowOf: seatById,
    chatView,
    isOpenTo,
    seq: base.seq,
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
        turn === undefined
          ? null
          : {
              seatId: turn.seatId,
              since: turn.startedAt.toISOString(),
              kind: turn.kind,
              secondsAllowed: turn.secondsAllowed,
            },
      speakingSeconds: SpeakingSeconds.catch({}).parse(meeting.speakingSeconds),
      mayAskUnnamed: meeting.mayAskUnnamed,
      hasReactions: meeting.hasReactions,
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
    seats,
    chat: base.chat
      .filter((each) => isOpenTo(each.restrictedItemId) && (each.scope === 'room' || mayRun))
      .map(chatView),
    questions: mayRun ? questionsOf(base, isOpenTo) : [],
    units: base.units,
    quorum: quorumOf(base.unitsInBody, base.quorumRules, presentUnits(base.seats)),
    documentId: base.documentId,
  }
}

/** @param of the seat that asked them; left out: everybody's */
function questionsOf(base: RoomBase, isOpenTo: Shown['isOpenTo'], of?: SeatId): RoomSnapshot['questions'] {
  return base.questions
    .filter(({ agendaItemId, seatId }) => isOpenTo(agendaItemId) && (of === undefined || seatId === of))
    .map(({ id, seatId, text, askedAt }) => ({
      id,
      name: seatId === null ? null : (base.seats.find((seat) => seat.id === seatId)?.name ?? ''),
      text,
      askedAt: askedAt.toISOString(),
    }))
}

/** One's own seat is always there, with what is told to oneself alone. */
function seatsFor(base: RoomBase, shown: Shown, me: SeatActor): SeatView[] {
  const row = shown.rowOf.get(me.seatId)
  if (!row) return shown.seats
  const there = shown.seats[shown.placeOf.get(me.seatId) ?? -1]
  if (there?.isSetAside === me.isSetAside && there.termEnd === row.termEnd) return shown.seats
  const own = { ...shown.seatView(row), isSetAside: me.isSetAside, termEnd: row.termEnd }
  if (there) return shown.seats.map((seat) => (seat === there ? own : seat))
  const others = new Map(shown.seats.map((seat) => [seat.id, seat]))
  return base.seats.flatMap(({ id }) => (id === me.seatId ? own : (others.get(id) ?? [])))
}

function chatFor(base: RoomBase, shown: Shown, me: SeatActor, mayRun: boolean): ChatMessageView[] {
  const isOwn = (each: ChatRow) => each.seatId === me.seatId && each.scope !== 'room'
  if (mayRun || !base.chat.some(isOwn)) return shown.chat
  return base.chat
    .filter((each) => shown.isOpenTo(each.restrictedItemId) && (each.scope === 'room' || isOwn(each)))
    .map(shown.chatView)
}

export function viewRoom(
  base: RoomBase,
  me: SeatActor,
  restricted: readonly RestrictedItem[],
  votes: VoteView[],
  at: Date,
): RoomSnapshot {
  const { meeting } = base
  const thing = meetingThing(meeting)
  const mayRun = can(me, 'room.run', thing)
  const mine = new Set(restricted.map(({ agendaItemId }) => agendaItemId))
  const closed = base.agenda.filter(({ id, isRestricted }) => isRestricted && !mine.has(id)).map(({ id }) => id)
  const shown = shownTo(base, { mayRun, isSetAside: me.isSetAside, closed })
  const document = {
    kind: 'document',
    countyId: meeting.countyId,
    documentId: base.documentId,
    isFrozen: false,
    meeting: { bodyId: meeting.bodyId, meetingId: meeting.id },
    readers: null,
  } as const
  return {
    seq: shown.seq,
    serverTime: at.toISOString(),
    meeting: shown.meeting,
    agenda: shown.agenda,
    seats: seatsFor(base, shown, me),
    questions: mayRun ? shown.questions : questionsOf(base, shown.isOpenTo, me.seatId),
    chat: chatFor(base, shown, me, mayRun),
    units: shown.units,
    quorum: shown.quorum,
    votes,
    documentId: shown.documentId,
    restricted: [...restricted],
    me: {
      seatId: me.seatId,
      mayRun,
      isSetAside: me.isSetAside,
      mayHear: can(me, 'room.hear', thing),
      mayPublish: can(me, 'room.publish', thing),
      mayWrite: can(me, 'minutes.write', document),
      mayChat: can(me, 'room.chat', thing),
      mayReact: mayReact(me, meeting),
      mayKeepChildName: can(me, 'child-name.keep', { kind: 'county', countyId: me.countyId }),
    },
  }
}
