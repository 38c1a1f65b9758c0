// The second witness of attendance: lines that run through this node. A line is alive for as long as bytes come from its
// far end; what is seen is written every second, and at once when it ends.
import type { Db } from '@/db/client'
import type { SeatActor } from '@/server/access'
import type { Witness } from '@/server/attendance/model'
import { noteStays, type SeenStay } from '@/server/attendance/note-stays'
import { Sightings } from '@/server/attendance/sightings'
import { clock } from '@/server/clock'
import { log } from '@/server/log'

/** Milliseconds. A client of LiveKit, and one of socket.io, says something more often than this. */
const silentMs = 11_000

export type Line = {
  /** Something came from the far end. */
  heard(): void
  /** @param isProof the far end itself said goodbye just now; else it counts until now only if it was heard lately */
  end(isProof: boolean): void
}

export class Lines {
  readonly #open = new Map<string, SeenStay>()
  readonly #seen = new Sightings()
  readonly #timer: NodeJS.Timeout
  #writing: Promise<void> | null = null

  constructor(
    private readonly db: Db,
    private readonly witness: Witness,
    everyMs = 1_000,
  ) {
    this.#timer = setInterval(() => this.#write(), everyMs)
    this.#timer.unref()
  }

  open(seat: Pick<SeatActor, 'countyId' | 'meetingId' | 'seatId'>): Line {
    const id = crypto.randomUUID()
    const now = () => clock.now().getTime()
    const { countyId, meetingId, seatId } = seat
    const stay = { countyId, meetingId, seatId, witness: this.witness, id, since: now(), seenUntil: now() }
    this.#open.set(id, stay)
    return {
      heard: () => void (stay.seenUntil = now()),
      end: (isProof) => {
        if (isProof || now() - stay.seenUntil < silentMs) stay.seenUntil = now()
        if (!this.#open.delete(id)) return
        void this.#store([{ ...stay }])
      },
    }
  }

  #write(): void {
    if (this.#writing) return
    const due = this.#seen.seen(
      'open',
      [...this.#open.values()].map((stay) => ({ ...stay })),
    )
    if (due.length > 0) this.#writing = this.#store(due).finally(() => (this.#writing = null))
  }

  #store(stays: readonly SeenStay[]): Promise<void> {
    return noteStays(this.db, stays).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'attendance: a sighting was not written'),
    )
  }

  /** What is still open is written as it stands. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#writing
    await this.#store([...this.#open.values()])
  }
}
