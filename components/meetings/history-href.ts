import type { HistoryQuery } from '@/server/minutes/contract'

/** The address of the same page with these choices; what is left out is the default. */
export function historyHref({ seq, mode, by, before }: HistoryQuery): string {
  const choices = { seq, mode: mode === 'now' ? mode : null, by, before }
  const search = new URLSearchParams(
    Object.entries(choices).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  )
  return `?${search.toString()}`
}
