// How the pictures share the stage: measured room in px, number of pictures, what is shown.

export type StageMode = 'alone' | 'speaker' | 'grid' | 'share'
/** What this person asked for; auto is the speaker view. */
export type WantedMode = 'auto' | 'grid'

export const gridPerPage = 25

export function chooseMode(facts: {
  people: number
  hasShare: boolean
  wanted: WantedMode
  hasFocus: boolean
}): StageMode {
  if (facts.hasShare && !(facts.wanted === 'grid' && !facts.hasFocus)) return 'share'
  if (facts.people <= 1) return 'alone'
  return facts.wanted === 'grid' && !facts.hasFocus ? 'grid' : 'speaker'
}

/** Columns that make the tiles of a grid largest. A tile is 16:9 with a plate of `plate` px below. */
export function gridColumns(count: number, width: number, height: number, plate = 26, gap = 8): number {
  let best = 1
  let bestWidth = 0
  for (let columns = 1; columns <= Math.min(count, 8); columns++) {
    const rows = Math.ceil(count / columns)
    const byWidth = (width - gap * (columns - 1)) / columns
    const byHeight = (((height - gap * (rows - 1)) / rows - plate) * 16) / 9
    const tile = Math.min(byWidth, byHeight)
    if (tile > bestWidth + 0.5) {
      bestWidth = tile
      best = columns
    }
  }
  return best
}

/** A stage lower than this, in px, has no height to give away: a phone on its side. */
const lowStage = 300
/** The least height of a small tile beside the big one. */
const lowTile = 60

export type StripShape = { columns: number; rows: number; isBeside: boolean }

/**
 * Small tiles below the big picture, or beside it on a low stage: how many stand in one row, and in how many rows.
 * @param isGiven the height is the stage's, not what the pictures themselves take: else the answer would change its question
 */
export function stripShape(people: number, width: number, height: number, isGiven: boolean): StripShape {
  const columns = width < 340 ? 3 : width < 900 ? 4 : 6
  if (people === 0) return { columns, rows: 0, isBeside: false }
  if (isGiven && height > 0 && height < lowStage && width > height * 1.3)
    return { columns: 1, rows: Math.max(1, Math.min(people, 4, Math.floor(height / lowTile))), isBeside: true }
  const tileHeight = ((width / columns) * 9) / 16 + 34
  // The big picture keeps at least 55 % of the height.
  const rowsThatFit = Math.max(1, Math.floor((height * 0.45) / tileHeight))
  return { columns, rows: Math.min(2, rowsThatFit, Math.ceil(people / columns)), isBeside: false }
}
