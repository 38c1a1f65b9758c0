import { classes } from './classes'
import type { Hue } from './unit-tag'

type Props = { hue: Hue; mark: string; name: string; unit?: string; big?: boolean; onPicture?: boolean }

/** 席卡, the card on the table: who somebody is looks the same at the door, on a tile, in a signature.
    On a picture it stays white paper in both themes. */
export function Plate({ hue, mark, name, unit, big, onPicture }: Props) {
  return (
    <span className={classes('plate', big && 'plate-big')} data-unit={hue} data-theme={onPicture ? 'light' : undefined}>
      <b className="plate-mark">{mark}</b>
      <span className="plate-text">
        <span className="plate-name">{name}</span>
        {unit ? <span className="plate-unit">{unit}</span> : null}
      </span>
    </span>
  )
}
