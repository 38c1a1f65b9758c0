// Units of a body by what a cell calls them. Pure.
import type { UnitId } from '@/server/ids'
import { plainWord } from '@/server/spreadsheets/model'

export type NamedUnit = { id: UnitId; name: string }
type Found = NamedUnit | 'unknown' | 'double'

/** The whole cell may be one name with a mark in it that parts names elsewhere. */
export function findUnits(
  text: string,
  units: readonly NamedUnit[],
  wrong: (code: 'unitUnknown' | 'unitDouble', found: string) => void,
): NamedUnit[] {
  const whole = text.replace(/\s+/gu, ' ').trim()
  if (whole === '') return []
  const one = findUnit(whole, units)
  const parts = one === 'unknown' ? partsOf(text) : [whole]
  const found = parts.flatMap((part): NamedUnit[] => {
    const unit = parts.length === 1 ? one : findUnit(part, units)
    if (typeof unit === 'object') return [unit]
    wrong(unit === 'double' ? 'unitDouble' : 'unitUnknown', part)
    return []
  })
  return [...new Map(found.map((unit) => [unit.id, unit])).values()]
}

const partsOf = (text: string) =>
  text
    .split(/[、,，;；/\n]/u)
    .map((part) => part.replace(/\s+/gu, ' ').trim())
    .filter(Boolean)

/** By its name; else by what is left without brackets and width: an exported ledger writes the party behind the name. */
function findUnit(name: string, units: readonly NamedUnit[]): Found {
  const exact = units.filter((unit) => unit.name === name)
  const plain = plainWord(name)
  const found = exact.length > 0 || plain === '' ? exact : units.filter((unit) => plainWord(unit.name) === plain)
  return found.length === 0 ? 'unknown' : found.length > 1 ? 'double' : found[0]!
}
