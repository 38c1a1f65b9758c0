/** The share of a year that a dot of 24 px covers on the narrowest track (240 px, a phone of 360). */
const dotPart = 24 / 240

/**
 * A lane for each dot, 0 on the line and the others below it, so that no two touch: the first lane with room. `parts` are places in the year, 0 to 1,
 * in any order; answers come in the same order.
 */
export function yearLanes(parts: readonly number[]): number[] {
  const lanes: number[] = []
  const ends: number[] = []
  const inOrder = parts.map((part, at) => ({ part, at })).sort((a, b) => a.part - b.part || a.at - b.at)
  for (const { part, at } of inOrder) {
    const free = ends.findIndex((end) => part >= end)
    const lane = free === -1 ? ends.length : free
    lanes[at] = lane
    ends[lane] = part + dotPart
  }
  return lanes
}
