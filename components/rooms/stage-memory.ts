// What the stage remembers between two looks: who stands where, who is big and since when. It has a clock of its own,
// because a voice that waits out the hold becomes big without any event.
import { holdEnds, holdSpeaker, orderTiles, type Held, type SpeakerFacts } from './arrange-tiles'
import { gridPerPage } from './choose-layout'

export type Memory = { order: readonly string[]; held: Held }

export class StageMemory {
  #memory: Memory = { order: [], held: null }
  #facts: SpeakerFacts | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #listeners = new Set<() => void>()

  get = (): Memory => this.#memory

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) clearTimeout(this.#timer)
    }
  }

  /** To be told after every paint; tells its listeners only when something moved. */
  look(facts: SpeakerFacts): void {
    this.#facts = facts
    const now = Date.now()
    const order = orderTiles(this.#memory.order, facts.present, facts.speaking, gridPerPage)
    const held = holdSpeaker(this.#memory.held, facts, now)
    clearTimeout(this.#timer)
    const endsAt = holdEnds(held, facts, now)
    if (endsAt !== null) this.#timer = setTimeout(() => this.look(this.#facts!), endsAt - now)
    if (held?.id === this.#memory.held?.id && order.join() === this.#memory.order.join()) return
    this.#memory = { order, held }
    for (const listener of this.#listeners) listener()
  }
}
