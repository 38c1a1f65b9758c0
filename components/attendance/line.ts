import type { Office } from '@/server/people/contract'
import type { Standing } from '@/server/attendance/model'
import type { UnitKind } from '@/server/rooms/contract'

/** One line of the list as it is shown: times as HH:MM, empty where there is none. */
export type Line = {
  membershipId: string | null
  seatId: string | null
  unit: { id: string; name: string; kind: UnitKind } | null
  office: Office | null
  name: string
  standing: Standing
  proxyName: string | null
  isOnSite: boolean
  arrivedAt: string
  leftAt: string
}
