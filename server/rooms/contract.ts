// What crosses the wire of the live room: socket.io namespace /rooms, one socket per page, websocket transport only.
// Commands are acknowledged {ok:true,…} or {ok:false,code}. The server says "this changed, now at seq n" and what that makes
// of the room this socket was last sent; a client that does not have just that room reads it again, and does so too after a
// reconnect, so a lost signal can cost time but never truth.
import { z } from 'zod'
import { AgendaItemId, BodyId, DocumentId, MeetingId, MessageId, QuestionId, SeatId, VoteId } from '@/server/ids'
import { QuorumState } from '@/server/quorum/model'
import { UnitKind, UnitView } from '@/server/units/contract'
import { BallotInput, HandsInput, NewVote, VoteView } from '@/server/votes/contract'

export { UnitKind, UnitView }

export const SeatRole = z.enum(['chair', 'secretary', 'speaker', 'listener', 'observer'])
export type SeatRole = z.infer<typeof SeatRole>

/** An instant on the wire: ISO 8601 in UTC. */
const Instant = z.iso.datetime()

export const SeatView = z.object({
  id: SeatId,
  name: z.string(),
  unit: UnitView.nullable(),
  role: SeatRole,
  admission: z.enum(['expected', 'waiting', 'admitted', 'refused']),
  isGuest: z.boolean(),
  /** Has a link of their own or a place by the record: whoever runs the room knew that they would come. */
  isExpected: z.boolean(),
  mayWrite: z.boolean(),
  handRaisedAt: Instant.nullable(),
  /** order: a point of order 插話, before the others. */
  handKind: z.enum(['turn', 'order']),
  /** Had the floor at this sitting. */
  hasSpoken: z.boolean(),
  isCoChair: z.boolean(),
  /** Presides while the convenor is away. */
  isActingChair: z.boolean(),
  /** In the hall without a device. */
  isOnSite: z.boolean(),
  sharesWithSeatId: SeatId.nullable(),
  /** Not on the list of the restricted item that is current. Told to who runs the room, and to oneself. */
  isSetAside: z.boolean(),
  /** The term ended during this sitting: undecided until the chair says what the seat is. Told to it and who runs the room. */
  termEnd: z.enum(['undecided', 'speaker', 'observer']).nullable(),
})
export type SeatView = z.infer<typeof SeatView>

export const AgendaItemView = z.object({
  id: AgendaItemId,
  position: z.number().int(),
  /** Of a restricted item the word for such items, whoever asks. */
  title: z.string(),
  isRestricted: z.boolean(),
  minutesPlanned: z.number().int(),
  presenter: UnitView.nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type AgendaItemView = z.infer<typeof AgendaItemView>

/** Who reads it: everybody in the room, those at the door, those who run the room. */
export const ChatScope = z.enum(['room', 'waiting', 'chairs'])
export type ChatScope = z.infer<typeof ChatScope>

/** Seconds at the floor by kind of unit; a kind that is not named has no limit. */
export const SpeakingSeconds = z.partialRecord(UnitKind, z.number().int().min(10).max(7200))
export type SpeakingSeconds = z.infer<typeof SpeakingSeconds>

export const QuestionView = z.object({
  id: QuestionId,
  /** Null: without a name. */
  name: z.string().nullable(),
  text: z.string(),
  askedAt: Instant,
})
export type QuestionView = z.infer<typeof QuestionView>

export const ChatMessageView = z.object({
  id: MessageId,
  scope: ChatScope,
  seatId: SeatId,
  name: z.string(),
  unitKind: UnitKind.nullable(),
  text: z.string(),
  at: Instant,
})
export type ChatMessageView = z.infer<typeof ChatMessageView>

/** What a seat shows for some seconds, in the order in which they are offered. No vote, and kept nowhere. */
export const ReactionKind = z.enum(['agree', 'applause', 'understood', 'question'])
export type ReactionKind = z.infer<typeof ReactionKind>

/** Everything one seat may see of the room. Waiting and expected seats, and the join code, only for who runs it. */
export const RoomSnapshot = z.object({
  seq: z.number().int(),
  serverTime: Instant,
  meeting: z.object({
    id: MeetingId,
    bodyId: BodyId,
    bodyName: z.string(),
    countyName: z.string(),
    timeZone: z.string(),
    title: z.string(),
    issueNumber: z.number().int(),
    place: z.string(),
    state: z.enum(['planned', 'live', 'ended']),
    startsAt: Instant,
    endsAt: Instant,
    openedAt: Instant.nullable(),
    isLocked: z.boolean(),
    joinCode: z.string().nullable(),
    currentAgendaItemId: AgendaItemId.nullable(),
    floor: z
      .object({
        seatId: SeatId,
        since: Instant,
        kind: z.enum(['turn', 'order']),
        secondsAllowed: z.number().int().nullable(),
      })
      .nullable(),
    speakingSeconds: SpeakingSeconds,
    mayAskUnnamed: z.boolean(),
    hasReactions: z.boolean(),
  }),
  agenda: z.array(AgendaItemView),
  seats: z.array(SeatView),
  /** The newest 200, oldest first. */
  chat: z.array(ChatMessageView),
  /** Not yet answered, oldest first: for who runs the room, and one's own. */
  questions: z.array(QuestionView),
  /** Units of the body, for choosing a lead in the minutes. */
  units: z.array(UnitView),
  quorum: QuorumState,
  /** Of the items this seat may see, in the order in which they were made; drafts only for who runs the room. */
  votes: z.array(VoteView),
  documentId: DocumentId,
  /** Restricted items that this seat is on the list of, with the title and the document that only the list knows. */
  restricted: z.array(z.object({ agendaItemId: AgendaItemId, documentId: DocumentId, title: z.string() })),
  me: z.object({
    seatId: SeatId,
    mayRun: z.boolean(),
    /** A restricted item is current and this seat is not on its list: it neither hears nor speaks. */
    isSetAside: z.boolean(),
    mayHear: z.boolean(),
    mayPublish: z.boolean(),
    mayWrite: z.boolean(),
    mayChat: z.boolean(),
    mayReact: z.boolean(),
    mayKeepChildName: z.boolean(),
  }),
})
export type RoomSnapshot = z.infer<typeof RoomSnapshot>

/** A list after a change: taken out by id, put in by their place in the new list, ascending; or the whole list. */
const listPatch = <T extends z.ZodType>(item: T) =>
  z.union([
    z.object({ all: z.array(item) }),
    z.object({ gone: z.array(z.string()), put: z.array(z.tuple([z.number().int().min(0), item])) }),
  ])

/** From what a socket was last sent to what its seat may see now; what is left out stayed. */
export const RoomPatch = z.object({
  /** The sequence of the room that this is the difference to. */
  from: z.number().int(),
  serverTime: Instant,
  meeting: RoomSnapshot.shape.meeting.optional(),
  agenda: listPatch(AgendaItemView).optional(),
  seats: listPatch(SeatView).optional(),
  chat: listPatch(ChatMessageView).optional(),
  questions: listPatch(QuestionView).optional(),
  units: listPatch(UnitView).optional(),
  quorum: QuorumState.optional(),
  votes: listPatch(VoteView).optional(),
  documentId: DocumentId.optional(),
  restricted: RoomSnapshot.shape.restricted.optional(),
  me: RoomSnapshot.shape.me.optional(),
})
export type RoomPatch = z.infer<typeof RoomPatch>

/** LiveKit's participant metadata: written by us at mint-token, parsed again at every client. */
export const ParticipantMetadata = z.object({
  seatId: SeatId,
  /** Came by a link: never on a list of readers, whoever's seat it is. */
  byLink: z.boolean().default(true),
})

export const MediaAccess = z.discriminatedUnion('state', [
  /** `path` is on our own origin: one certificate for a phone. */
  z.object({ state: z.literal('ready'), path: z.literal('/livekit'), token: z.string() }),
  /** Why there is no video, as a message key below rooms.media.*, so that the page can say what to do. */
  z.object({ state: z.literal('missing'), reason: z.enum(['notInstalled', 'starting', 'unreachable']) }),
])
export type MediaAccess = z.infer<typeof MediaAccess>

export const ChatText = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.string().min(1, 'required').max(2000, 'tooLong'))

/** Command name → payload. Every payload is parsed; unknown names are refused. */
export const roomCommands = {
  'room:read': z.object({}),
  'media:token': z.object({}),
  /** For a test of the line, in a media room of the seat's own. */
  'media:test-line': z.object({}),
  'chat:send': z.object({ id: MessageId, text: ChatText, keep: z.boolean().optional(), scope: ChatScope.optional() }),
  'reaction:show': z.object({ kind: ReactionKind }),
  'hand:raise': z.object({ kind: z.enum(['turn', 'order']).default('turn') }),
  'hand:lower': z.object({ seatId: SeatId.optional() }),
  'floor:give': z.object({ seatId: SeatId }),
  'floor:take-back': z.object({}),
  'floor:extend': z.object({ seconds: z.number().int().min(10).max(600) }),
  'question:ask': z.object({
    id: QuestionId,
    text: z
      .string()
      .transform((text) => text.trim())
      .pipe(z.string().min(1, 'required').max(1000, 'tooLong')),
    isUnnamed: z.boolean().default(false),
  }),
  'question:answered': z.object({ id: QuestionId }),
  'lobby:admit': z.object({ seatIds: z.array(SeatId).min(1).max(500) }),
  'lobby:refuse': z.object({ seatId: SeatId, word: z.string().trim().max(200).default('') }),
  'seat:grant-writing': z.object({ seatId: SeatId, mayWrite: z.boolean() }),
  'seat:mute': z.object({ seatId: SeatId }),
  'seat:mute-all': z.object({}),
  'seat:co-chair': z.object({ seatId: SeatId, isCoChair: z.boolean() }),
  'seat:share-device': z.object({ withSeatId: SeatId.nullable() }),
  'share:stop': z.object({ seatId: SeatId }),
  'seat:remove': z.object({ seatId: SeatId }),
  'seat:settle-term': z.object({ seatId: SeatId, as: z.enum(['speaker', 'observer']) }),
  'agenda:go': z.object({ agendaItemId: AgendaItemId }),
  'meeting:set-speaking': z.object({ seconds: SpeakingSeconds }),
  'meeting:set-reactions': z.object({ isOn: z.boolean() }),
  'meeting:lock': z.object({ isLocked: z.boolean() }),
  'minutes:fill-record': z.object({}),
  'meeting:end': z.object({}),
  'vote:create': NewVote,
  'vote:open': z.object({ voteId: VoteId }),
  'vote:cast': BallotInput,
  'vote:record-hands': HandsInput,
  'vote:close': z.object({ voteId: VoteId }),
  'vote:cancel': z.object({ voteId: VoteId }),
} as const

export type RoomCommand = keyof typeof roomCommands
export type RoomPayload<C extends RoomCommand> = z.input<(typeof roomCommands)[C]>

export type RoomResults = {
  'room:read': { snapshot: RoomSnapshot }
  'media:token': { media: MediaAccess }
  'media:test-line': { media: MediaAccess }
} & { [C in Exclude<RoomCommand, 'room:read' | 'media:token' | 'media:test-line'>]: { seq: number } }

export type Ack<C extends RoomCommand> = ({ ok: true } & RoomResults[C]) | { ok: false; code: string }

/** Server → client. A sequence of 0 says that signals may have been lost: read. */
export const RoomChanged = z.object({
  seq: z.number().int(),
  topic: z.enum(['meeting', 'agenda', 'seats', 'chat', 'votes']),
  /** Left out where the socket has read nothing yet, or the server could not read. */
  patch: RoomPatch.optional(),
})
export type RoomChanged = z.infer<typeof RoomChanged>
/** What was shown in the last moment, one a seat. Not in the snapshot: who comes back has missed it. */
export const RoomReactions = z.object({
  shown: z.array(z.object({ seatId: SeatId, kind: ReactionKind })).max(1000),
})
export type RoomReactions = z.infer<typeof RoomReactions>
/** Sent before the server ends a socket: the seat was removed, the meeting ended, or the session did. */
export const RoomClosed = z.object({ code: z.string() })

/** socket.io handshake: { meetingId }; the seat comes from cookies or the bearer, never from the client. */
export const RoomHandshake = z.object({ meetingId: MeetingId })
