import { z } from 'zod'
import { Day } from '@/server/bodies/contract'
import { BodyId, PlaceId } from '@/server/ids'

const name = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'required').max(120, 'tooLong'))
const text = (max: number) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.normalize('NFC').trim())
    .pipe(z.string().max(max, 'tooLong'))
const given = (typed: unknown) => (typeof typed === 'string' && typed.trim() === '' ? null : (typed ?? null))

export const PlaceKind = z.enum(['county', 'township', 'school'])
export type PlaceKind = z.infer<typeof PlaceKind>

/** none: no body yet; noted: one that is not in this house; a body's id: one of ours. */
export const PlaceForm = z
  .object({
    kind: PlaceKind,
    name,
    /** Not called code: what a field of such a name held is never shown again. */
    identifier: z.preprocess(
      given,
      z
        .string()
        .transform((typed) => typed.normalize('NFKC').trim())
        .pipe(z.string().regex(/^[0-9A-Za-z]{2,20}$/, 'invalid'))
        .nullable(),
    ),
    parentId: z.preprocess(given, PlaceId.nullable()),
    body: z.union([z.enum(['none', 'noted']), BodyId]),
    establishedOn: z.preprocess(given, Day.nullable()),
    evidence: text(400),
    evidenceNumber: z.preprocess(given, text(60).nullable()),
  })
  .transform(({ body, identifier, ...place }) => ({
    ...place,
    code: identifier,
    isNoted: body === 'noted',
    bodyId: body === 'none' || body === 'noted' ? null : body,
    // Only a body elsewhere has its date here.
    establishedOn: body === 'noted' ? place.establishedOn : null,
  }))
  .refine((place) => place.establishedOn === null || place.evidence !== '', { path: ['evidence'], message: 'evidence' })
export type PlaceForm = z.infer<typeof PlaceForm>

export const EditPlace = z.object({ placeId: PlaceId, version: z.coerce.number().int().min(1) })
export type EditPlace = z.infer<typeof EditPlace>

export const PlaceStanding = z.enum(['dated', 'undated', 'none'])
export type PlaceStanding = z.infer<typeof PlaceStanding>

/** What the page of the register shows, from its address. Anything odd is left out. */
export const RegisterQuery = z.object({
  kind: PlaceKind.optional().catch(undefined),
  standing: PlaceStanding.optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
})
export type RegisterQuery = z.infer<typeof RegisterQuery>
