import type { ReactNode } from 'react'
import { classes } from './classes'
import type { Hue } from './unit-tag'

export type FillState = 'todo' | 'doing' | 'toVerify' | 'done' | 'stopped' | 'extended' | 'late'

const fills: Record<FillState, string> = {
  todo: 'fill-todo',
  doing: 'fill-doing',
  toVerify: 'fill-verify',
  done: 'fill-done',
  stopped: 'fill-stopped',
  extended: 'fill-extended',
  late: 'fill-late',
}

/** One fill for one state in every bar, seat and legend; the hue says which unit. */
export function Swatch({ state, hue }: { state: FillState; hue?: Hue }) {
  return <i className={classes('fill swatch', fills[state])} data-unit={hue} aria-hidden="true" />
}

/** A bar of countable parts. `label` says the whole in words; parts of nothing are left out. */
export function Tally({
  label,
  hue,
  parts,
}: {
  label: string
  hue?: Hue
  parts: readonly { state: FillState; value: number; key?: string }[]
}) {
  return (
    <span className="tally" role="img" aria-label={label} data-unit={hue}>
      {parts
        .filter((part) => part.value > 0)
        .map((part) => (
          <i
            key={part.key ?? part.state}
            className={classes('fill', fills[part.state])}
            style={{ flexGrow: part.value }}
          />
        ))}
    </span>
  )
}

export function Legend({ items }: { items: readonly { state: FillState; label: ReactNode }[] }) {
  return (
    <ul className="legend">
      {items.map((item) => (
        <li key={item.state}>
          <Swatch state={item.state} />
          {item.label}
        </li>
      ))}
    </ul>
  )
}
