// The five kinds of unit, on their own: rules that rooms, votes and quorum share.
import { z } from 'zod'
import { UnitId } from '@/server/ids'

export const UnitKind = z.enum(['government', 'department', 'school', 'family', 'society'])
export type UnitKind = z.infer<typeof UnitKind>

export const UnitView = z.object({ id: UnitId, name: z.string(), kind: UnitKind })
export type UnitView = z.infer<typeof UnitView>
