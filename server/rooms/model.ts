// The rules of the door and of the media rights: pure, so that every entrance and every token asks the same ones.
import { can, type Office, type SeatActor, type SeatRole } from '@/server/access'
import type { ErrorCode } from '@/server/errors'
import type { UnitId } from '@/server/ids'

/** By which way somebody asks to come in: as a signed-in member of the body, by personal link, or by the code for anybody. */
export type Entrance = 'member' | 'link' | 'code'

export type EntryFacts = {
  entrance: Entrance
  admission: SeatActor['admission']
  isBanned: boolean
  /** The seat belongs to a person with a current term in the body: known from the record, whichever way they come. */
  isMember: boolean
  role: SeatRole
  isLocked: boolean
  meetingState: 'planned' | 'live' | 'ended'
}

export type EntryDecision = { kind: 'admit' } | { kind: 'wait' } | { kind: 'refuse'; code: ErrorCode }

const runsTheRoom = (role: SeatRole) => role === 'chair' || role === 'secretary'

/**
 * Who goes straight in: whoever was let in before (a rejoin needs no new approval, and admitting an expected guest in
 * advance is that too), and members of the body; in a locked meeting only those who run it. The code always waits.
 */
export function canBypassLobby(facts: EntryFacts): boolean {
  if (facts.admission === 'admitted') return true
  if (facts.entrance === 'code' || !facts.isMember) return false
  return !facts.isLocked || runsTheRoom(facts.role)
}

/**
 * What a knock leads to. A refused guest may knock again: a slip of the secretary's finger must not be final, and the
 * knocks of one seat are counted. A ban is final. A locked meeting turns away who comes by the code and was not yet
 * waiting; somebody with a link of their own, or a member, waits until the secretary decides.
 */
export function decideEntry(facts: EntryFacts): EntryDecision {
  if (facts.isBanned) return { kind: 'refuse', code: 'seat_banned' }
  if (facts.meetingState === 'ended') return { kind: 'refuse', code: 'meeting_over' }
  if (canBypassLobby(facts)) return { kind: 'admit' }
  if (facts.isLocked && facts.entrance === 'code' && facts.admission !== 'waiting') {
    return { kind: 'refuse', code: 'meeting_locked' }
  }
  return { kind: 'wait' }
}

const officeRole: Record<Office, SeatRole> = {
  convenor: 'chair',
  'deputy-convenor': 'chair',
  secretary: 'secretary',
  member: 'speaker',
  liaison: 'speaker',
  observer: 'observer',
}
const officeOrder: readonly Office[] = ['convenor', 'deputy-convenor', 'secretary', 'member', 'liaison', 'observer']

/** The seat of a member by the weightiest of their offices in the body: roles come from the record, never from arrival. */
export function seatOfMember<M extends { office: Office }>(
  memberships: readonly M[],
): { role: SeatRole; mayWrite: boolean; membership: M } | null {
  const [first] = [...memberships].sort((a, b) => officeOrder.indexOf(a.office) - officeOrder.indexOf(b.office))
  if (!first) return null
  const role = officeRole[first.office]
  return { role, mayWrite: role !== 'observer', membership: first }
}

type SeatFacts = {
  role: SeatRole
  mayWrite: boolean
  unitId: UnitId | null
  admission: SeatActor['admission']
  termEnd: 'undecided' | 'speaker' | 'observer' | null
}
export type SeatChange = Omit<SeatFacts, 'admission'> & {
  verb: 'seat.term-ended' | 'seat.follow-record'
  admission?: SeatActor['admission']
  handRaisedAt?: null
}

/**
 * What the record of offices now makes of a person's seat; null when nothing. In a sitting under way the one who lost
 * every place stays as an observer, and what the chair decided stands; before it opens, they are simply not expected.
 */
export function seatAfter(
  seat: SeatFacts,
  standings: readonly { office: Office; unitId: UnitId }[],
  meetingState: SeatActor['meetingState'],
): SeatChange | null {
  const now = seatOfMember(standings)
  if (now === null) {
    const lost = { role: 'observer', mayWrite: false, handRaisedAt: null, unitId: seat.unitId } as const
    if (meetingState === 'live' && seat.admission === 'admitted')
      return seat.termEnd === null ? { ...lost, verb: 'seat.term-ended', termEnd: 'undecided' } : null
    const isOut = seat.role === 'observer' && seat.admission !== 'admitted'
    const admission = seat.admission === 'refused' ? 'refused' : 'expected'
    return isOut ? null : { ...lost, verb: 'seat.follow-record', termEnd: null, admission }
  }
  if (now.role === seat.role && seat.termEnd === null) return null
  // Writing that a chair took away stays away, unless the seat could not write before at all.
  const mayWrite = now.mayWrite && (seat.mayWrite || seat.role === 'observer')
  const { role, membership } = now
  return { verb: 'seat.follow-record', role, mayWrite, unitId: membership.unitId, termEnd: null }
}

/** A guest by the code: may be seen and heard once let in (a joint meeting of parents), writes only when granted. */
export const guestSeat = { role: 'speaker', mayWrite: false } as const

export type MediaSource = 'camera' | 'microphone' | 'screen_share' | 'screen_share_audio'

/** What a seat may publish. A listener with the floor is seen and heard, and shows no screen. */
export function publishSources(seat: SeatActor): MediaSource[] {
  const meeting = {
    kind: 'meeting',
    countyId: seat.countyId,
    bodyId: seat.bodyId,
    meetingId: seat.meetingId,
    state: seat.meetingState,
  } as const
  if (!can(seat, 'room.publish', meeting)) return []
  // A second microphone in one room would make the others hear an echo.
  if (seat.sharesDevice) return seat.role === 'listener' ? ['camera'] : ['camera', 'screen_share']
  if (seat.role === 'listener') return ['camera', 'microphone']
  return ['camera', 'microphone', 'screen_share', 'screen_share_audio']
}

/** Whether a seat may be sent what the others say and show. */
export const mayHear = (seat: SeatActor): boolean =>
  can(seat, 'room.hear', {
    kind: 'meeting',
    countyId: seat.countyId,
    bodyId: seat.bodyId,
    meetingId: seat.meetingId,
    state: seat.meetingState,
  })

/** A test of the line: whoever is in or stands at the door, also before the chair has come; nobody refused or thrown out. */
export const mayTestLine = (seat: Pick<SeatActor, 'admission' | 'isBanned' | 'meetingState'>): boolean =>
  !seat.isBanned && seat.meetingState !== 'ended' && (seat.admission === 'waiting' || seat.admission === 'admitted')

/** The most live devices of one seat; a fourth ends the earliest. */
export const maxDevicesPerSeat = 3

/** Shows something to the room: who may write to it, while the sitting has reactions. A restricted item has none: who waits outside of it would see them. */
export function mayReact(seat: SeatActor, meeting: { hasReactions: boolean }): boolean {
  const thing = { ...seat, kind: 'meeting', state: seat.meetingState } as const
  return meeting.hasReactions && !seat.isRestrictedNow && can(seat, 'room.chat', thing)
}
