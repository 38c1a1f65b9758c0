// Times of the room. Everything is measured against the server's clock: a phone may be a day off.

/** Milliseconds to add to Date.now() to get the server's time. */
export const clockSkew = (serverTime: string, receivedAt: number) => Date.parse(serverTime) - receivedAt

export const secondsBetween = (from: string, nowMs: number) =>
  Math.max(0, Math.floor((nowMs - Date.parse(from)) / 1000))

/** 134 → "02:14", 3725 → "1:02:05". Figures only, the same in every language. */
export function clockText(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

type Timed = { startedAt: string | null; endedAt: string | null; minutesPlanned: number }

export type ItemTime =
  { state: 'ahead' } | { state: 'now'; used: number; left: number; over: number } | { state: 'done'; used: number }

/** Minutes of an agenda item. Begun minutes count as used once they are full; what is left is rounded up. */
export function itemTime(item: Timed, isCurrent: boolean, nowMs: number): ItemTime {
  if (item.startedAt === null) return { state: 'ahead' }
  if (!isCurrent) {
    const end = item.endedAt === null ? nowMs : Date.parse(item.endedAt)
    return { state: 'done', used: Math.max(0, Math.round((end - Date.parse(item.startedAt)) / 60_000)) }
  }
  const seconds = secondsBetween(item.startedAt, nowMs)
  const leftSeconds = item.minutesPlanned * 60 - seconds
  return {
    state: 'now',
    used: Math.floor(seconds / 60),
    left: Math.max(0, Math.ceil(leftSeconds / 60)),
    over: Math.max(0, Math.floor(-leftSeconds / 60)),
  }
}
