// Reactions of each room, gathered for a moment and told at once: three hundred who applaud together are one message to
// each page, not three hundred. Of one seat the last one counts.
import type { MeetingId, SeatId } from '@/server/ids'
import type { ReactionKind, RoomReactions } from '@/server/rooms/contract'

/** Short enough to look like an answer to a press. */
const gatherMs = 300

export class Reactions {
  #tell: (meetingId: MeetingId, shown: RoomReactions['shown']) => void
  #rooms = new Map<MeetingId, Map<SeatId, ReactionKind>>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (meetingId: MeetingId, shown: RoomReactions['shown']) => void) {
    this.#tell = tell
  }

  add({ meetingId, seatId, reaction }: { meetingId: MeetingId; seatId: SeatId; reaction: ReactionKind }): void {
    const room = this.#rooms.get(meetingId) ?? new Map<SeatId, ReactionKind>()
    this.#rooms.set(meetingId, room.set(seatId, reaction))
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #flush(): void {
    this.#timer = undefined
    const rooms = [...this.#rooms]
    this.#rooms.clear()
    for (const [meetingId, room] of rooms) {
      this.#tell(
        meetingId,
        [...room].map(([seatId, kind]) => ({ seatId, kind })),
      )
    }
  }
}
