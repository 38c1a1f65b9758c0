import { useTranslations } from 'next-intl'
import { ActionItemState, type Tally } from '@/server/action-items/contract'
import { UnitKind } from '@/server/rooms/contract'
import { addressOf } from './ledger-address'
import { sumOf } from './ledger-sums'
import { NumberTable } from './number-table'

/** `lead`: where the column of kinds stands, with room for the longest word of three languages. */
const [width, height, node, pad, lead] = [420, 200, 12, 6, 104]

/** From whoever leads to where it stands: a band for each kind and state, as thick as there are items in it. */
export function Course({ tallies }: { tallies: readonly Tally[] }) {
  const t = useTranslations('action-items')
  const kinds = useTranslations('units.kinds')
  const known = tallies.filter((each) => each.unit !== null)
  const total = sumOf(known)
  const count = (kind: UnitKind | null, state: ActionItemState | null) =>
    sumOf(known, (each) => (kind === null || each.unit?.kind === kind) && (state === null || each.state === state))
  const froms = UnitKind.options.filter((kind) => count(kind, null) > 0)
  const states = ActionItemState.options.filter((state) => count(null, state) > 0)
  const scaleOf = (n: number) => (height - pad * Math.max(0, n - 1)) / Math.max(1, total)
  const scale = Math.min(scaleOf(froms.length), scaleOf(states.length))
  const stack = <K extends string>(keys: readonly K[], size: (key: K) => number) => {
    let y = 0
    return new Map(
      keys.map((key) => {
        const place = { y, used: 0 }
        y += size(key) * scale + pad
        return [key, place]
      }),
    )
  }
  const left = stack(froms, (kind) => count(kind, null))
  const right = stack(states, (state) => count(null, state))
  const bands = froms.flatMap((kind) =>
    states.flatMap((state) => {
      const size = count(kind, state) * scale
      if (size === 0) return []
      const [from, to] = [left.get(kind)!, right.get(state)!]
      const [y1, y2] = [from.y + from.used + size / 2, to.y + to.used + size / 2]
      from.used += size
      to.used += size
      return [
        {
          kind,
          state,
          size,
          path: `M${lead + node} ${y1} C ${width / 2} ${y1}, ${width / 2} ${y2}, ${width - 100} ${y2}`,
        },
      ]
    }),
  )
  return (
    <section aria-labelledby="ledger-course">
      <h2 id="ledger-course">
        {t('pictures.course')} <span className="fine">{t('pictures.courseNote')}</span>
      </h2>
      <svg
        className="picture"
        viewBox={`0 0 ${width} ${height + 8}`}
        role="img"
        aria-label={t('pictures.courseLabel', { count: total })}
      >
        {bands.map((band) => (
          <path
            key={`${band.kind} ${band.state}`}
            className="picture-band"
            data-unit={band.kind}
            d={band.path}
            strokeWidth={Math.max(1, band.size)}
          />
        ))}
        {froms.map((kind) => {
          const { y } = left.get(kind)!
          const size = count(kind, null) * scale
          return (
            <g key={kind} data-unit={kind}>
              <rect className="picture-node" x={lead} y={y} width={node} height={Math.max(1, size)} />
              <text className="picture-from" x={lead - 6} y={y + size / 2 + 4}>
                {kinds(`${kind}.short`)} {count(kind, null)}
              </text>
            </g>
          )
        })}
        {states.map((state) => {
          const { y } = right.get(state)!
          const size = count(null, state) * scale
          return (
            <g key={state}>
              <rect className="picture-node" x={width - 100} y={y} width={node} height={Math.max(1, size)} />
              <text className="picture-to" x={width - 84} y={y + size / 2 + 4}>
                {t(`states.${state}`)} {count(null, state)}
              </text>
            </g>
          )
        })}
      </svg>
      <NumberTable
        caption={t('pictures.course')}
        heads={[t('pictures.kind'), ...ActionItemState.options.map((state) => t(`states.${state}`))]}
        rows={UnitKind.options.map((kind) => ({
          key: kind,
          name: kinds(`${kind}.name`),
          cells: ActionItemState.options.map((state) => ({
            count: count(kind, state),
            href: addressOf({ view: 'all', kind, state }),
          })),
        }))}
      />
    </section>
  )
}
