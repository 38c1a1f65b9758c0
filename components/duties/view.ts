import type { UnitView } from '@/server/rooms/contract'

/** A duty as the screens show it. */
export type DutyView = {
  id: string
  title: string
  content: string
  law: string
  article: string
  fromOn: string
  untilOn: string | null
  leadUnitId: string
  assistingUnitIds: readonly string[]
  position: number
  version: number
  openItems: number
}
export type DutyLine = DutyView & { href: string }

export const unitOf = (units: readonly UnitView[], id: string) => units.find((unit) => unit.id === id)
