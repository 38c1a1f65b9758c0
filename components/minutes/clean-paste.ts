// What Word and WPS put on the clipboard, as the minutes can hold it: their lists are paragraphs with a number typed before
// them, their headings are bold, their pictures point to files of the other machine. Tables and emphasis are kept; comments,
// struck-out words of tracked changes and hidden text are not what the author shows, and stay out.

export type CleanedPaste = {
  html: string
  /** Pictures that were left out. */
  pictures: number
}

// The page's policy counts a style attribute as a breach even in a document that is only read: they are read by this name.
const css = 'data-css'
const withoutStyles = (html: string) =>
  html
    .replace(/<style\b[^]*?<\/style\s*>/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${css}=`))

const dropped =
  'style, script, meta, link, title, xml, object, del, [data-css*="display:none"], [data-css*="mso-hide:all"]'
const comments =
  '[data-css*="mso-element:comment"], [data-css*="mso-comment-reference"], .MsoCommentReference, a[href^="#_msocom"]'

export function cleanPaste(html: string): CleanedPaste {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), 'text/html')
  const pictures = body.querySelectorAll('img').length
  // Copied here: it is as it must be.
  if (body.querySelector('[data-pm-slice]') && pictures === 0) return { html, pictures: 0 }
  normalizeStyles(body)
  joinLines(body)
  for (const element of body.querySelectorAll(`${dropped}, ${comments}, img`)) element.remove()
  // o:p, v:shape, w:sdt and the like: their words stay.
  for (const element of [...body.querySelectorAll('*')]) if (element.localName.includes(':')) unwrap(element)
  emphasize(body)
  for (const list of collectLists(body)) makeList(list)
  for (const paragraph of body.querySelectorAll('p')) cleanParagraph(paragraph)
  for (const heading of body.querySelectorAll('h1, h2, h3, h4, h5, h6, p.MsoTitle')) makeHeading(heading)
  for (const table of body.querySelectorAll('table')) cleanTable(table)
  for (const element of body.querySelectorAll(`[${css}]`)) element.removeAttribute(css)
  return { html: body.innerHTML, pictures }
}

/** `mso-hide: all` is written with and without a space. */
function normalizeStyles(body: HTMLElement): void {
  for (const element of body.querySelectorAll(`[${css}]`)) {
    const style = element.getAttribute(css)!
    element.setAttribute(css, style.replace(/\s*([:;])\s*/g, '$1'))
  }
}

/** Emphasis that is only a style: b, i and u stand for it. */
function emphasize(body: HTMLElement): void {
  const marks = [
    ['b', /(?:^|;)font-weight:(bold|[6-9]00)/],
    ['i', /(?:^|;)font-style:italic/],
    ['u', /(?:^|;)text-decoration:[^;]*underline/],
  ] as const
  for (const element of body.querySelectorAll(`span[${css}]`))
    for (const [tag, style] of marks) {
      if (!style.test(element.getAttribute(css)!)) continue
      const mark = body.ownerDocument.createElement(tag)
      mark.append(...element.childNodes)
      element.append(mark)
    }
}

const han = '[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]'
const brokenLine = new RegExp(`(${han})[ \\t]*\\r?\\n[ \\t]*(?=${han})`, 'gu')
/** Word breaks its source anywhere; between two Chinese characters that would become a space. */
function joinLines(body: HTMLElement): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode())
    text.nodeValue = text.nodeValue!.replace(brokenLine, '$1')
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes)
}

// ── lists ────────────────────────────────────────────────────────────

type ListLine = { paragraph: HTMLElement; level: number; marker: string }

/** Runs of paragraphs that say they belong to a list, each with its level and the number that was typed before it. */
function collectLists(body: HTMLElement): ListLine[][] {
  const lists: ListLine[][] = []
  for (const paragraph of body.querySelectorAll('p, h1, h2, h3, h4, h5, h6')) {
    const level = /mso-list:[^;]*\blevel(\d)/.exec(paragraph.getAttribute(css) ?? '')?.[1]
    if (level === undefined) continue
    const ignored = paragraph.querySelector('[data-css*="mso-list:Ignore"]')
    const marker = (ignored?.textContent ?? '').replace(/[\s\u00a0]+/g, '')
    if (!kindOf(marker)) {
      // 一、 and （一） are how the text is cited: they stay as words, without the gap.
      if (ignored) ignored.textContent = marker
      continue
    }
    ignored?.remove()
    const line = { paragraph: paragraph as HTMLElement, level: Number(level), marker }
    const last = lists.at(-1)
    if (last?.at(-1)?.paragraph === previousBlock(paragraph)) last.push(line)
    else lists.push([line])
  }
  return lists
}

const previousBlock = (element: Element) => element.previousElementSibling

const bullets = /^[·•●○◦■□◆◇▪▫➢➤✓√*\-–—§oüØnlvuq\uf000-\uf0ff]$/
const numbers = /^[(（]?(\d{1,3}|[a-z]|[ivx]{1,5})[.)）．、]?$/i
const kindOf = (marker: string): 'ul' | 'ol' | null =>
  bullets.test(marker) ? 'ul' : numbers.test(marker) ? 'ol' : null

function makeList(lines: readonly ListLine[]): void {
  const { ownerDocument } = lines[0]!.paragraph
  const place = ownerDocument.createComment('')
  lines[0]!.paragraph.before(place)
  const open: { list: HTMLElement; level: number }[] = []
  for (const { paragraph, level, marker } of lines) {
    while (open.length > 1 && open.at(-1)!.level > level) open.pop()
    let top = open.at(-1)
    const kind = kindOf(marker)!
    if (!top || top.level < level || top.list.localName !== kind) {
      const list = ownerDocument.createElement(kind)
      const first = /\d+/.exec(marker)?.[0]
      if (kind === 'ol' && first && first !== '1') list.setAttribute('start', first)
      if (top && top.level < level) top.list.lastElementChild!.append(list)
      else {
        if (top) open.pop()
        const around = open.at(-1)
        if (around) around.list.lastElementChild!.append(list)
        else place.before(list)
      }
      top = { list, level }
      open.push(top)
    }
    const item = ownerDocument.createElement('li')
    const words = ownerDocument.createElement('p')
    words.append(...paragraph.childNodes)
    item.append(words)
    top.list.append(item)
    paragraph.remove()
  }
  place.remove()
}

// ── paragraphs, headings, tables ─────────────────────────────────────

/** The indent of a Chinese paragraph is the page's to make; a line of nothing but spaces was a gap. */
function cleanParagraph(paragraph: HTMLElement): void {
  trimStart(paragraph)
  for (const br of paragraph.querySelectorAll('br[clear], br[data-css*="page-break"]')) br.remove()
  const isEmpty = (paragraph.textContent ?? '').replace(/[\s\u00a0\u3000]/g, '') === ''
  if (isEmpty && !paragraph.closest('td, th, li')) paragraph.remove()
}

function trimStart(element: Node): void {
  const walker = element.ownerDocument!.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    text.nodeValue = text.nodeValue!.replace(/^[\s\u00a0\u3000]+/, '')
    if (text.nodeValue !== '') return
  }
}

function makeHeading(from: Element): void {
  if (from.closest('li, td, th')) return
  const heading = from.ownerDocument.createElement(/^(h1|h2|p)$/.test(from.localName) ? 'h3' : 'h4')
  // A heading is bold by itself.
  heading.textContent = (from.textContent ?? '').replace(/\s+/g, ' ').trim()
  if (heading.textContent === '') from.remove()
  else from.replaceWith(heading)
}

function cleanTable(table: HTMLTableElement): void {
  const outer = table.parentElement?.closest('td, th')
  if (outer) {
    // A table inside a cell is read line by line.
    for (const row of table.rows) {
      const line = table.ownerDocument.createElement('p')
      line.textContent = [...row.cells].map((cell) => cell.textContent?.trim() ?? '').join('　')
      table.before(line)
    }
    table.remove()
    return
  }
  const first = table.rows[0]
  const isHead =
    first !== undefined &&
    (first.closest('thead') !== null ||
      /mso-yfti-irow:0[^;]*;[^"]*mso-yfti-firstrow/.test(first.getAttribute(css) ?? ''))
  if (!isHead) return
  for (const cell of [...first.cells]) {
    if (cell.localName === 'th') continue
    const head = table.ownerDocument.createElement('th')
    for (const name of ['colspan', 'rowspan']) {
      const value = cell.getAttribute(name)
      if (value !== null) head.setAttribute(name, value)
    }
    head.append(...cell.childNodes)
    for (const bold of head.querySelectorAll('b, strong')) unwrap(bold)
    cell.replaceWith(head)
  }
}
