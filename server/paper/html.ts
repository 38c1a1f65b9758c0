// A sheet as one HTML file that needs nothing beside it: to be read on a phone, mailed, printed. Nothing in it is a script.
import type { PaperRun } from './contract'
import * as measures from './measures'
import type { Piece, Sheet } from './sheet'
import { printable } from './words'

export const escapeHtml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

const lines = (text: string) => escapeHtml(text).replaceAll('\n', '<br>')

const runs = (all: readonly PaperRun[]): string =>
  all
    .map(({ text, bold, italic, underline, strike }) => {
      const wraps = [bold && 'strong', italic && 'em', underline && 'u', strike && 's'].filter((tag) => tag !== false)
      return wraps.reduce((inner, tag) => `<${tag}>${inner}</${tag}>`, lines(text))
    })
    .join('')

export function writeHtml(sheet: Sheet): string {
  const { title, locale, imprint } = sheet
  const part = (tag: string, name: string, text: string) =>
    text ? `<${tag} class="${name}">${lines(text)}</${tag}>` : ''
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>${escapeHtml([title, sheet.issue].filter(Boolean).join(' '))}</title>
<style>${css(sheet)}</style></head><body class="${sheet.style}">
${sheet.watermark ? `<p class="watermark" aria-hidden="true">${escapeHtml(sheet.watermark)}</p><p class="draft">${escapeHtml(sheet.watermark)}</p>` : ''}
<main>${paperHead(sheet)}
${part('h1', 'title', title)}${sheet.subtitle.map((line) => part('p', 'subtitle', line)).join('')}
${sheet.pieces.map(pieceHtml).join('\n')}
${sheet.signature.length > 0 ? `<div class="signature">${sheet.signature.map((line) => part('p', '', line)).join('')}</div>` : ''}
<footer>${sheet.small.map((line) => part('p', 'small', line)).join('')}
${
  imprint
    ? `<div class="imprint">${imprint.text ? `<p class="to"><span>${lines(imprint.label)}</span><span>${lines(imprint.text)}</span></p>` : ''}<p class="ends"><span>${lines(imprint.left)}</span><span>${lines(imprint.right)}</span></p></div>`
    : ''
}</footer></main></body></html>
`
}

function paperHead({ mark, issue, left, right }: Sheet): string {
  if (mark.length === 0) return ''
  const ends = left || right ? `<p class="ends"><span>${lines(left)}</span><span>${lines(right)}</span></p>` : ''
  return `<header>${mark.map((line, at) => `<p class="mark${at === mark.length - 1 ? ' last' : ''}">${lines(line)}</p>`).join('')}
${issue ? `<p class="issue">${lines(issue)}</p>` : ''}${ends}</header>`
}

function pieceHtml(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      if (piece.role === 'section') return `<h2>${runs(piece.runs)}</h2>`
      if (piece.role === 'heading') return `<h3>${runs(piece.runs)}</h3>`
      return `<p class="${piece.role}">${runs(piece.runs)}</p>`
    case 'fact':
      return `<p class="fact"><strong>${lines(piece.label)}</strong><span>${lines(piece.text)}</span></p>`
    case 'item':
      // Markers as they are on paper: a list's own would be numbered anew after what interrupts it.
      return `<p class="item" style="margin-inline-start:${piece.depth * 2}em"><span class="marker">${lines(piece.marker)}</span>${runs(piece.runs)}</p>`
    case 'table': {
      const row = (cells: PaperRun[][], tag: 'th' | 'td') =>
        `<tr>${cells.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${runs(cell)}</${tag}>`).join('')}</tr>`
      const [top, rest] = [piece.rows.slice(0, piece.headRows), piece.rows.slice(piece.headRows)]
      return `<div class="scroll" tabindex="0"><table>${top.length > 0 ? `<thead>${top.map((r) => row(r, 'th')).join('')}</thead>` : ''}<tbody>${rest.map((r) => row(r, 'td')).join('')}</tbody></table></div>`
    }
    case 'qr':
      return `<div class="qr"><svg viewBox="-2 -2 ${piece.size + 4} ${piece.size + 4}" role="img" aria-label="${escapeHtml(piece.text)}"><path d="${piece.path}"/></svg><p>${lines(piece.text)}<br><a href="${escapeHtml(piece.link)}">${lines(piece.link)}</a></p></div>`
    case 'gap':
      return ''
    case 'page':
      return '<hr class="page">'
  }
}

function css({ style, locale }: Sheet): string {
  const isOfficial = style === 'official'
  const serif = `"FangSong","仿宋_GB2312","Noto Serif SC","Noto Serif CJK SC","Songti SC","SimSun",serif`
  const sans = `system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif`
  const p = measures.page
  return `
*{box-sizing:border-box}body{margin:0;background:#efeee9;color:#111;font:${isOfficial ? `16pt/1.81 ${serif}` : `11pt/1.7 ${sans}`};overflow-wrap:anywhere}
main{position:relative;max-width:${p.width}mm;margin:1rem auto;background:#fff;padding:clamp(1rem,6vw,24mm) clamp(1rem,6vw,26mm)}
p,h1,h2,h3{margin:0}header{margin-block-end:${isOfficial ? '2em' : '1em'};border-block-end:${isOfficial ? '1.4pt' : '1pt'} solid #c8161d;padding-block-end:4mm}
.mark{${isOfficial ? 'color:#c8161d;text-align:center;font-weight:700;font-size:1.4em;line-height:1.35' : 'font-weight:700'}}
.mark.last{font-size:${isOfficial ? '2.1em' : '1.7em'}}.issue{${isOfficial ? 'text-align:center;margin:1.2em 0' : ''}}
.ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em${isOfficial ? ';padding:0 1em' : ''}}
h1{font-size:${isOfficial ? '1.375em' : '1.5em'};line-height:1.32;${isOfficial ? 'text-align:center;' : ''}margin-block-end:1em}
h2{font-size:1em;font-family:"SimHei","黑体","PingFang SC","Noto Sans CJK SC",sans-serif;${locale === 'en' ? 'margin-block-start:1em' : isOfficial ? 'text-indent:2em' : 'margin-block-start:1em'}}
h3{font-size:1em;${isOfficial && locale !== 'en' ? 'text-indent:2em' : ''}}
p.body{${locale === 'en' || !isOfficial ? 'margin-block-end:.6em' : 'text-indent:2em;text-align:justify'}}
.centred,.subtitle{text-align:center}.fact{display:flex;gap:0;${isOfficial && locale !== 'en' ? 'padding-inline-start:2em' : ''}}.fact strong{white-space:nowrap}.fact strong::after{content:"${locale === 'en' ? ':\\a0' : '：'}"}
.item{position:relative;padding-inline-start:2em}.marker{position:absolute;inset-inline-start:0;width:1.6em;text-align:end}
.scroll{overflow-x:auto;margin:.6em 0}table{border-collapse:collapse;width:100%;font-size:${isOfficial ? '12pt' : '.9em'};line-height:1.5}th,td{border:.5pt solid #5a5a5a;padding:.3em .5em;text-align:start;vertical-align:top;min-width:4em}
.signature{text-align:end;margin:2em 4em 0 0}.small{font-size:10.5pt;line-height:1.4;color:#333}footer{margin-block-start:3em}
.imprint{font-size:${isOfficial ? '14pt' : '9pt'};line-height:1.5;border-block:.35mm solid #111}.imprint p{padding:.2em ${isOfficial ? '1em' : '0'}}.imprint p+p{border-block-start:.25mm solid #111}.to{display:flex}.to span:first-child{white-space:nowrap}
.qr{display:flex;gap:1em;align-items:center;margin:1em 0}.qr svg{width:34mm;flex:none}hr.page{border:0;margin:2em 0}
.draft{max-width:${p.width}mm;margin:1rem auto -0.5rem;padding:0 1rem;color:#a01218;font-weight:700}.watermark{position:fixed;inset:0;display:grid;place-content:center;font-size:min(28vw,130pt);font-weight:700;color:#00000012;transform:rotate(-45deg);pointer-events:none;z-index:1}
@page{size:A4;margin:${isOfficial ? `${p.top}mm ${p.right}mm ${p.bottom}mm ${p.left}mm` : '24mm 25mm 25mm'}}
@media print{body{background:none}main{margin:0;padding:0;max-width:none}.draft{display:none}thead{display:table-header-group}tr,.imprint,.signature{break-inside:avoid}h2,h3{break-after:avoid}hr.page{break-before:page;margin:0}${isOfficial ? 'header{padding-block-start:35mm}' : ''}.scroll{overflow:visible}}
`
}
