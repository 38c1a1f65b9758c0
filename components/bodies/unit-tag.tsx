import { useTranslations } from 'next-intl'
import { Plate } from '@/components/ui/plate'
import { UnitDot as BareDot, UnitTag as BareTag, type Hue } from '@/components/ui/unit-tag'

/** The five kinds of unit are the five hues. */
export type UnitKind = Hue

/** A unit by name, or without one its kind (政府統籌 …). */
export function UnitTag({
  kind,
  name,
  small,
  quiet,
}: {
  kind: UnitKind
  name?: string
  small?: boolean
  quiet?: boolean
}) {
  const t = useTranslations('units')
  return (
    <BareTag
      hue={kind}
      mark={t(`kinds.${kind}.mark`)}
      name={name ?? t(`kinds.${kind}.name`)}
      small={small}
      quiet={quiet}
    />
  )
}

/** The mark alone; what is spoken is the unit's name, or that of its kind. */
export function UnitDot({ kind, name }: { kind: UnitKind; name?: string }) {
  const t = useTranslations('units')
  return <BareDot hue={kind} mark={t(`kinds.${kind}.mark`)} name={name ?? t(`kinds.${kind}.name`)} />
}

/** 席卡 of a person or an office sitting for a unit. */
export function UnitPlate({
  kind,
  ...rest
}: {
  kind: UnitKind
  name: string
  unit?: string
  big?: boolean
  onPicture?: boolean
}) {
  const t = useTranslations('units')
  return <Plate hue={kind} mark={t(`kinds.${kind}.mark`)} {...rest} />
}
