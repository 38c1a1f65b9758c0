import { classes } from './classes'

/** The five hues of tokens.css. What they stand for is the caller's word. */
export type Hue = 'government' | 'department' | 'school' | 'family' | 'society'

/** Colour and character, together, always. `name` is shown; `title` of the kind is spoken where only the mark is seen. */
export function UnitTag({
  hue,
  mark,
  name,
  small,
  quiet,
}: {
  hue: Hue
  mark: string
  name: string
  small?: boolean
  quiet?: boolean
}) {
  return (
    <span className={classes('unit', small && 'unit-s', quiet && 'unit-quiet')} data-unit={hue}>
      <b>{mark}</b>
      <span>{name}</span>
    </span>
  )
}

/** The mark alone, for tight places; `name` is what is spoken and shown on pointing. */
export function UnitDot({ hue, mark, name }: { hue: Hue; mark: string; name: string }) {
  return (
    <b className="unit-dot" data-unit={hue} role="img" aria-label={name} title={name}>
      {mark}
    </b>
  )
}
