// The stored plain text of the minutes as sections: each agenda item's title on a line of its own, in order, then its
// lines. Text is only ever shown as text; a title typed again inside an item is taken for words, not for a new item.
import type { MinutesSection } from './minutes-text'

export function splitMinutes(text: string, titles: readonly string[]): MinutesSection[] {
  const lines = text.split('\n')
  const sections: { title: string; paragraphs: string[] }[] = []
  let next = 0
  lines.forEach((line, at) => {
    const isHead = next < titles.length && line === titles[next] && (at === 0 || lines[at - 1] === '')
    if (isHead) {
      sections.push({ title: line, paragraphs: [] })
      next += 1
    } else if (line.trim() !== '') {
      const section = sections.at(-1)
      if (section) section.paragraphs.push(line)
    }
  })
  return sections.filter((section) => section.paragraphs.length > 0)
}
