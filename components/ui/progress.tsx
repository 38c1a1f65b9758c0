import type { Hue } from './unit-tag'

/** `value` from 0 to `max`; without a value it is under way with no known end. */
export function Progress({ label, value, max = 1, hue }: { label: string; value?: number; max?: number; hue?: Hue }) {
  return <progress className="progress" aria-label={label} data-unit={hue} value={value} max={max} />
}
