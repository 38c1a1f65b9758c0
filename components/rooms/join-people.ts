// Puts the two truths together: seats (who, from the record) and LiveKit participants (whose media is here). A seat with
// two devices is one person with one tile; a participant without a seat we know is not shown at all.
import { ParticipantMetadata, UnitKind, type SeatView } from '@/server/rooms/contract'

export type MediaPeer = { identity: string; metadata: string | undefined; hasVideo: boolean; isLocal: boolean }

export function seatIdOf(metadata: string | undefined): string | null {
  if (!metadata) return null
  try {
    const parsed = ParticipantMetadata.safeParse(JSON.parse(metadata))
    return parsed.success ? parsed.data.seatId : null
  } catch {
    return null
  }
}

export type Person<P extends MediaPeer> = { seat: SeatView; peer: P | null; isMe: boolean }

const rank: Record<SeatView['role'], number> = { chair: 0, secretary: 1, speaker: 2, listener: 3, observer: 4 }

/** Everybody who is in, by role and then by name of unit. Without media (`peers` null) every admitted seat counts as in. */
export function joinPeople<P extends MediaPeer>(
  seats: readonly SeatView[],
  peers: readonly P[] | null,
  mySeatId: string,
): Person<P>[] {
  const bySeat = new Map<string, P>()
  for (const peer of peers ?? []) {
    const seatId = peer.isLocal ? mySeatId : seatIdOf(peer.metadata)
    if (seatId === null) continue
    const other = bySeat.get(seatId)
    if (!other || peer.isLocal || (!other.isLocal && peer.hasVideo && !other.hasVideo)) bySeat.set(seatId, peer)
  }
  return seats
    .filter((seat) => seat.admission === 'admitted')
    .map((seat) => ({ seat, peer: bySeat.get(seat.id) ?? null, isMe: seat.id === mySeatId }))
    .filter((person) => peers === null || person.peer !== null || person.isMe)
    .sort((a, b) => rank[a.seat.role] - rank[b.seat.role] || a.seat.id.localeCompare(b.seat.id))
}

/** Raised hands: points of order first, then first come first served by the server's time. */
export function handsInOrder(seats: readonly SeatView[]): SeatView[] {
  return seats
    .filter((seat) => seat.handRaisedAt !== null && seat.admission === 'admitted')
    .sort(
      (a, b) =>
        Number(b.handKind === 'order') - Number(a.handKind === 'order') ||
        a.handRaisedAt!.localeCompare(b.handRaisedAt!) ||
        a.id.localeCompare(b.id),
    )
}

/** By kind of unit, how many who may speak have not had the floor: so that the chair sees whose turn it would be. */
export function kindsNotHeard(seats: readonly SeatView[]): { kind: UnitKind; count: number }[] {
  const silent = seats.filter(
    (seat) => seat.admission === 'admitted' && !seat.hasSpoken && (seat.role === 'speaker' || seat.role === 'listener'),
  )
  return UnitKind.options
    .map((kind) => ({ kind, count: silent.filter((seat) => seat.unit?.kind === kind).length }))
    .filter(({ count }) => count > 0)
}
