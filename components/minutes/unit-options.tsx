'use client'

import { useTranslations } from 'next-intl'
import type { MinutesUnit } from './context'

const kinds = ['government', 'department', 'school', 'family', 'society'] as const

/** Options of a native list, grouped by the kind of unit. */
export function UnitOptions({ units }: { units: readonly MinutesUnit[] }) {
  const t = useTranslations('units')
  return kinds.map((kind) => {
    const ofKind = units.filter((unit) => unit.kind === kind)
    if (ofKind.length === 0) return null
    return (
      <optgroup key={kind} label={t(`kinds.${kind}.name`)}>
        {ofKind.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {unit.name}
          </option>
        ))}
      </optgroup>
    )
  })
}
