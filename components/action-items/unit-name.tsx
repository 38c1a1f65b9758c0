import { useTranslations } from 'next-intl'
import { UnitDot, UnitTag } from '@/components/ui/unit-tag'
import type { UnitView } from '@/server/rooms/contract'

export function UnitName({ unit, small }: { unit: UnitView; small?: boolean }) {
  const t = useTranslations('units.kinds')
  return <UnitTag hue={unit.kind} mark={t(`${unit.kind}.mark`)} name={unit.name} small={small} />
}

export function UnitMark({ unit }: { unit: UnitView }) {
  const t = useTranslations('units.kinds')
  return <UnitDot hue={unit.kind} mark={t(`${unit.kind}.mark`)} name={unit.name} />
}
