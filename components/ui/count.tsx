/** A number on something else. `label` is what a screen reader says in its place; without it the bare number is read. */
export function Count({ value, label, max = 99 }: { value: number; label?: string; max?: number }) {
  const text = value > max ? `${max}+` : String(value)
  return (
    <span className="count">
      <span aria-hidden={label ? true : undefined}>{text}</span>
      {label ? <span className="sr"> {label}</span> : null}
    </span>
  )
}
