import { z } from 'zod'

export const SearchKinds = z.enum(['topic', 'minutes', 'decision', 'actionItem'])
export type SearchKinds = z.infer<typeof SearchKinds>

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value)

/** Where the next page begins: after this one. */
export const Cursor = z
  .string()
  .regex(/^[01]\.\d{1,14}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(topic|minutes|restricted|decision|actionItem)$/)

/** What is typed is cut, never refused: a search field has no error to show. */
export const SearchQuery = z.object({
  q: z.preprocess(
    one,
    z
      .string()
      .catch('')
      .transform((text) => text.trim().slice(0, 100)),
  ),
  kind: z.preprocess(one, SearchKinds.nullish().catch(null)),
  after: z.preprocess(one, Cursor.nullish().catch(null)),
})
export type SearchQuery = z.infer<typeof SearchQuery>

export const pageSize = 20
