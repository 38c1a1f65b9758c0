import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const block = (css: string, selector: string) => {
  const start = css.indexOf(`${selector} {`)
  expect(start, selector).toBeGreaterThan(-1)
  return css.slice(start, css.indexOf('}', start))
}
/** The formatter writes numbers, quotes and breaks its own way. */
const plain = (value: string) =>
  value
    .replace(/\s+/g, ' ')
    .replace(/\d*\.\d+/g, (number) => `${Number(number)}`)
    .trim()
const values = (text: string) =>
  new Map([...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, plain(value!)]))

it('has the colours of the house, light and dark', () => {
  const tokens = readFileSync('components/ui/tokens.css', 'utf8')
    .replaceAll('"', "'")
    .replace(/\/\*[\s\S]*?\*\//g, '')
  const door = readFileSync('server/rooms/door/door.css', 'utf8')
    .replaceAll('"', "'")
    .replace(/\/\*[\s\S]*?\*\//g, '')
  const light = values(tokens.slice(0, tokens.indexOf('@media (prefers-color-scheme: dark)')))
  const dark = values(
    tokens.slice(tokens.indexOf('@media (prefers-color-scheme: dark)'), tokens.lastIndexOf('.stage { --desk')),
  )
  const isColour = ([name]: [string, string]) => !/^--(font|text|s\d|r\d|tap|h-)/.test(name)
  const compare = (selector: string, theirs: Map<string, string>) => {
    const ours = [...values(block(door, selector))].filter(isColour)
    expect(ours.length).toBeGreaterThan(20)
    for (const [name, value] of ours) expect(`${name}: ${value}`).toBe(`${name}: ${theirs.get(name)}`)
  }
  compare(':root', light)
  compare(":root:not([data-theme='light'])", dark)
  compare("[data-theme='dark']", dark)
})
