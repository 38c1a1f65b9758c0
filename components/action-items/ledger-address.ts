import type { LedgerQuery } from '@/server/action-items/contract'

/** The same ledger seen another way: every choice is in the address, so that it can be sent to a colleague. */
export function addressOf(
  query: Partial<LedgerQuery>,
  change: Partial<Record<keyof LedgerQuery, string | number | undefined>> = {},
): string {
  const text = searchOf(query, change)
  return text ? `/action-items?${text}` : '/action-items'
}

/** What stands after the question mark; a new question begins at its first page. */
export function searchOf(
  query: Partial<LedgerQuery>,
  change: Partial<Record<keyof LedgerQuery, string | number | undefined>> = {},
): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...query, at: undefined, ...change }))
    if (value !== undefined && value !== '') search.set(key, String(value))
  return search.toString()
}
