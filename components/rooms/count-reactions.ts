// How many seats show what. A seat that presses twice is one seat, and what it showed last is what it shows.
import { ReactionKind, type RoomReactions } from '@/server/rooms/contract'

export type Reactions = ReadonlyMap<string, ReactionKind>

export function countReactions(shown: Reactions): { kind: ReactionKind; count: number }[] {
  const all = [...shown.values()]
  return ReactionKind.options
    .map((kind) => ({ kind, count: all.filter((each) => each === kind).length }))
    .filter(({ count }) => count > 0)
}

export const withReactions = (before: Reactions, shown: RoomReactions['shown']): Reactions =>
  new Map([...before, ...shown.map(({ seatId, kind }) => [seatId, kind] as const)])
