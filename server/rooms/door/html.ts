// Templates that escape: whatever is put into html`…` is text unless it was made by html`…` itself.

export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text
  }
}

export type Part = string | number | Html | null | undefined | false | readonly Part[]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => entities[char]!)

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(render).join('')
  return escapeHtml(String(part))
}

/** The indentation of our source is not sent; what is put in is never touched. */
const squeeze = (text: string) => text.replace(/\s*\n\s*/g, '\n')

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + (i > 0 ? render(parts[i - 1]) : '') + squeeze(string), ''))
}

/** JSON inside a script element that is data: `<` cannot begin a tag there. */
export const jsonFor = (value: unknown) => new Html(JSON.stringify(value).replace(/</g, '\\u003c'))
