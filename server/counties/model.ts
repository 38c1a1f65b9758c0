// Pure rules of a county's settings.

/** HH:MM of the county's clock. */
export type Quiet = { from: string; until: string }

/** Whether a moment of the day (HH:MM) is quiet. The end is not; equal ends mean no quiet at all. */
export function isQuiet(time: string, { from, until }: Quiet): boolean {
  if (from === until) return false
  return from < until ? time >= from && time < until : time >= from || time < until
}
