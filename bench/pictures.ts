// One SVG picture a measure: bars with the spread of the passes, and a dashed line at the target of ours. Colours follow
// the reader's light or dark setting.
import type { Measure } from './measure'
import { lookUp, type Results } from './results'
import { format, type Bound, type Spread } from './statistics'

type Bar = { series: string; spread: Spread | null; bound: Bound | null }
type Panel = { axis: string; groups: { name: string; bars: Bar[] }[]; series: string[] }

const [width, panelHeight, left, right] = [760, 230, 64, 8]
const [above, below] = [30, 30]
const plotHeight = panelHeight - above - below

const style = `
text { font: 11px system-ui, sans-serif; fill: #333 }
.small { font-size: 9px } .bold { font-weight: 600 }
.grid { stroke: #ddd } .spread { stroke: #333 } .target { stroke: #b00020; stroke-width: 1.5; stroke-dasharray: 4 2 }
.s0 { fill: #0f7b6c } .s1 { fill: #9aa0a6 } .s2 { fill: #3d7ea6 } .s3 { fill: #8a6fb0 }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .grid { stroke: #444 } .spread { stroke: #ddd } .target { stroke: #ffb4a8 }
  .s0 { fill: #3fb8a4 } .s1 { fill: #7d838a } .s2 { fill: #6aaed6 } .s3 { fill: #b49ad6 }
}`

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** 1, 2 or 5 times a power of ten, so that about four lines fit. */
export function stepOf(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest / 4))
  return power * ([1, 2, 5].find((factor) => factor * power * 4 >= highest) ?? 10)
}

/** A panel for each drawn figure over the steps; where there is one step, for each unit over the figures. */
function panelsOf(results: Results, measure: Measure): Panel[] {
  const drawn = measure.figures.filter(({ isDrawn }) => isDrawn)
  const servers = results.servers
    .map(({ name }) => name)
    .filter((name) => measure.steps.some((s) => s.servers.includes(name)))
  const barOf = (
    stepAt: number,
    key: string,
    server: (typeof servers)[number],
    of: Bound['of'],
    series: string,
  ): Bar => {
    const step = measure.steps[stepAt]!
    const bound = server === 'lianxi' ? (step.bounds[key] ?? null) : null
    return {
      series,
      spread: lookUp(results, { measure, step }, server, key, of),
      bound: bound?.of === of ? bound : null,
    }
  }
  const axisOf = (name: string, unit: string, of: Bound['of']) =>
    of === 'relay' ? `${name}, × relay` : `${name}, ${unit}`
  if (servers.length === 1) {
    const groups = measure.steps.map(({ name }, at) => ({
      name,
      bars: drawn.map(({ key, name: series, isDrawn }) => barOf(at, key, servers[0]!, isDrawn!, series)),
    }))
    return [{ axis: drawn[0]!.unit, groups, series: drawn.map(({ name }) => name) }]
  }
  if (measure.steps.length > 1) {
    return drawn.map(({ key, name, unit, isDrawn }) => ({
      axis: axisOf(name, unit, isDrawn!),
      series: servers,
      groups: measure.steps.map((step, at) => ({
        name: step.name,
        bars: servers.map((server) => barOf(at, key, server, isDrawn!, server)),
      })),
    }))
  }
  const kindOf = ({ unit, isDrawn }: (typeof drawn)[number]) => (isDrawn === 'relay' ? '× relay' : unit)
  return [...new Set(drawn.map(kindOf))].map((axis) => ({
    axis,
    series: servers,
    groups: drawn
      .filter((figure) => kindOf(figure) === axis)
      .map(({ key, name, isDrawn }) => ({
        name,
        bars: servers.map((server) => barOf(0, key, server, isDrawn!, server)),
      })),
  }))
}

function drawPanel({ axis, groups }: Panel, top: number, colourOf: (series: string) => number): string {
  const bars = groups.flatMap((group) => group.bars)
  const highest =
    Math.max(...bars.map(({ spread, bound }) => Math.max(spread?.high ?? 0, bound?.than ?? 0)), 1e-9) * 1.08
  const base = top + above + plotHeight
  const y = (value: number) => (base - (value / highest) * plotHeight).toFixed(1)
  const out: string[] = []
  const step = stepOf(highest)
  for (let value = 0; value <= highest; value += step) {
    out.push(`<line class="grid" x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}"/>`)
    const label = value >= 1000 ? value.toLocaleString('en-US') : String(Number(value.toPrecision(3)))
    out.push(`<text class="small" x="${left - 5}" y="${Number(y(value)) + 3}" text-anchor="end">${label}</text>`)
  }
  out.push(
    `<text transform="translate(12 ${top + above + plotHeight / 2}) rotate(-90)" text-anchor="middle">${escape(axis)}</text>`,
  )
  const groupWidth = (width - left - right) / groups.length
  groups.forEach((group, at) => {
    const barWidth = Math.min(44, (groupWidth * 0.86) / group.bars.length)
    const from = left + at * groupWidth + (groupWidth - barWidth * group.bars.length) / 2
    group.bars.forEach(({ series: name, spread, bound }, k) => {
      const x = from + k * barWidth
      const middle = (x + barWidth / 2).toFixed(1)
      if (spread) {
        out.push(
          `<rect class="s${colourOf(name)}" x="${(x + 1).toFixed(1)}" y="${y(spread.median)}" width="${(barWidth - 2).toFixed(1)}" height="${(base - Number(y(spread.median))).toFixed(1)}"/>`,
          `<line class="spread" x1="${middle}" x2="${middle}" y1="${y(spread.low)}" y2="${y(spread.high)}"/>`,
          `<text class="small${k === 0 ? ' bold' : ''}" x="${middle}" y="${Number(y(spread.high)) - 3}" text-anchor="middle">${format(spread.median)}</text>`,
        )
      } else out.push(`<text class="small" x="${middle}" y="${base - 3}" text-anchor="middle">–</text>`)
      if (bound)
        out.push(
          `<line class="target" x1="${(x - 3).toFixed(1)}" x2="${(x + barWidth + 3).toFixed(1)}" y1="${y(bound.than)}" y2="${y(bound.than)}"/>`,
        )
    })
    out.push(
      `<text x="${(left + (at + 0.5) * groupWidth).toFixed(1)}" y="${base + 16}" text-anchor="middle">${escape(group.name)}</text>`,
    )
  })
  return out.join('\n')
}

function legend(series: readonly string[], y: number, colourOf: (series: string) => number): string {
  let x = left
  const entries = series.map((name) => {
    const entry = `<rect class="s${colourOf(name)}" x="${x}" y="${y - 9}" width="10" height="10"/><text x="${x + 14}" y="${y}">${escape(name)}</text>`
    x += 34 + name.length * 6.2
    return entry
  })
  const target = `<line class="target" x1="${x}" x2="${x + 16}" y1="${y - 4}" y2="${y - 4}"/><text x="${x + 20}" y="${y}">target of ours</text>`
  return [...entries, target].join('\n')
}

/** The picture of a measure, or null where nothing was measured. */
export function draw(results: Results, measure: Measure): string | null {
  const panels = panelsOf(results, measure)
  if (panels.every(({ groups }) => groups.every(({ bars }) => bars.every(({ spread }) => spread === null)))) return null
  // A server has one colour in all pictures.
  const names: string[] = results.servers.map(({ name }) => name)
  const colourOf = (series: string) =>
    names.includes(series) ? names.indexOf(series) : panels[0]!.series.indexOf(series)
  const height = 44 + panels.length * panelHeight
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(measure.title)}</title>
<style>${style}
</style>
<text class="bold" x="${left}" y="16">${escape(measure.title)}</text>
${legend(panels[0]!.series, 36, colourOf)}
${panels.map((panel, at) => drawPanel(panel, 44 + at * panelHeight, colourOf)).join('\n')}
</svg>
`
}
