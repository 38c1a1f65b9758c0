import { z } from 'zod'
import { AccessTokenId } from '@/server/ids'

/** Days a token may last. */
export const tokenDays = [30, 90, 365] as const

export const NewToken = z.object({
  name: z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, 'required').max(80, 'tooLong')),
  days: z.coerce.number().pipe(z.union(tokenDays.map((days) => z.literal(days)))),
})
export type NewToken = z.infer<typeof NewToken>

export const RevokeToken = z.object({ id: AccessTokenId })
/** In force at once, of one person. */
export const maxTokens = 20
