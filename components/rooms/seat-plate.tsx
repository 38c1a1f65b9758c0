'use client'

import { Plate } from '@/components/ui/plate'
import { UnitDot } from '@/components/ui/unit-tag'
import type { SeatView } from '@/server/rooms/contract'
import { useUnitWords } from './unit-words'

/** A guest without a unit sits with the families' colour only when the record says so: without a unit there is no hue. */
export function SeatPlate({ seat, name, withUnit }: { seat: SeatView; name: string; withUnit?: boolean }) {
  const words = useUnitWords()
  if (seat.unit === null) {
    return (
      <span className="plate plate-plain" data-theme="light">
        <span className="plate-text">
          <span className="plate-name">{name}</span>
        </span>
      </span>
    )
  }
  const { mark } = words(seat.unit.kind)
  return <Plate hue={seat.unit.kind} mark={mark} name={name} unit={withUnit ? seat.unit.name : undefined} onPicture />
}

export function SeatDot({ seat }: { seat: Pick<SeatView, 'unit'> }) {
  const words = useUnitWords()
  if (seat.unit === null) return <b className="unit-dot unit-dot-none" aria-hidden="true" />
  return <UnitDot hue={seat.unit.kind} mark={words(seat.unit.kind).mark} name={seat.unit.name} />
}
