// Who there is in the demo county. Names and words are in messages/<locale>/demo.json; here only who sits where.
import type { AdminRole, Office } from '@/server/access'
import type { UnitKind } from '@/server/rooms/contract'

export const units = {
  education: 'department',
  government: 'government',
  town: 'government',
  police: 'department',
  health: 'department',
  civil: 'department',
  culture: 'department',
  women: 'department',
  market: 'department',
  primary: 'school',
  middle: 'school',
  rural: 'school',
  parents: 'family',
  parentsEast: 'family',
  community: 'society',
  library: 'society',
  science: 'society',
} as const satisfies Record<string, UnitKind>
export type UnitKey = keyof typeof units

type Role = { seat?: readonly [UnitKey, Office]; admin?: readonly AdminRole[]; untilInDays?: number }

export const people = {
  convenor: { seat: ['government', 'convenor'] },
  deputy: { seat: ['education', 'deputy-convenor'] },
  secretary: { seat: ['education', 'secretary'] },
  liaison: { seat: ['education', 'liaison'] },
  police: { seat: ['police', 'liaison'] },
  health: { seat: ['health', 'liaison'] },
  civil: { seat: ['civil', 'liaison'] },
  culture: { seat: ['culture', 'liaison'] },
  women: { seat: ['women', 'member'] },
  market: { seat: ['market', 'liaison'] },
  town: { seat: ['town', 'member'] },
  primary: { seat: ['primary', 'member'] },
  primaryLiaison: { seat: ['primary', 'liaison'] },
  middle: { seat: ['middle', 'member'] },
  rural: { seat: ['rural', 'member'] },
  parents: { seat: ['parents', 'member'], untilInDays: 21 },
  parentsEast: { seat: ['parentsEast', 'member'] },
  community: { seat: ['community', 'liaison'] },
  library: { seat: ['library', 'liaison'] },
  science: { seat: ['science', 'member'] },
  observer: { seat: ['education', 'observer'] },
  administrator: { admin: ['system', 'security'] },
  auditor: { admin: ['audit'] },
} as const satisfies Record<string, Role>
export type PersonKey = keyof typeof people
