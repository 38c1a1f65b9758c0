// The sheet (sheet.ts) set by Typst. It comes as data, never as markup: nothing that somebody typed is read as a command.
// Lines keep the pitch of the standard by giving every glyph a box of one em, whatever the font says of itself.
export const template = String.raw`
#let sheet = json(bytes(sys.inputs.sheet))
#let m = sheet.measures
#let official = sheet.style == "official"
#let red = rgb("#c8161d")
#let pt(x) = x * 1pt

#let base = if official { pt(m.body) } else { 11pt }
#let pitch = if official { pt(m.pitch) } else { 18.5pt }
#let track = if official { pt(m.tracking) } else { 0pt }
#let margin = if official {
  (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm)
} else if sheet.isLandscape { (x: 18mm, top: 18mm, bottom: 20mm) } else { (x: 25mm, top: 24mm, bottom: 25mm) }

#set document(title: sheet.title)
#set text(
  font: ("Noto Serif SC", "Noto Emoji"), size: base, lang: sheet.lang, region: sheet.region, tracking: track,
  cjk-latin-spacing: none, top-edge: 0.88em, bottom-edge: -0.12em, overhang: false, hyphenate: false,
)
#set par(leading: pitch - base, spacing: pitch - base, justify: sheet.lang == "zh", linebreaks: "simple")

#let number() = context {
  let n = counter(page).get().first()
  if sheet.pageLabel != none {
    set text(size: 9pt, tracking: 0pt)
    align(center, sheet.pageLabel.before + str(n) + sheet.pageLabel.between + str(counter(page).final().first()) + sheet.pageLabel.after)
  } else if official {
    set text(size: pt(m.imprint), tracking: 0pt)
    align(if calc.odd(n) { right } else { left }, pad(x: pt(m.body), "— " + str(n) + " —"))
  } else {
    set text(size: 9pt, tracking: 0pt)
    align(if calc.odd(n) { right } else { left }, str(n))
  }
}
#let mark() = if sheet.watermark != "" {
  rotate(-45deg, text(size: 130pt, weight: "bold", fill: luma(240), tracking: 0.2em, sheet.watermark))
}
#set page(
  paper: "a4", flipped: sheet.isLandscape, margin: margin, background: mark(),
  footer: number(), footer-descent: 7mm,
)

#let run(r) = {
  let lines = r.text.split("\n")
  let c = lines.map(l => text(l)).join(linebreak())
  if r.bold { c = text(weight: "bold", c) }
  if r.italic { c = if sheet.lang == "en" { emph(c) } else { underline(offset: 0.22em, stroke: 0.5pt, c) } }
  if r.underline { c = underline(offset: 0.22em, c) }
  if r.strike { c = strike(c) }
  c
}
#let runs(rs) = rs.map(run).join()
#let em = if official { pt(m.advance) } else { base }
#let strong(c) = text(weight: "bold", c)

#let body(c) = if sheet.lang == "zh" {
  par(first-line-indent: (amount: 2 * em, all: true), c)
} else { par(spacing: if official { pitch - base } else { 1em }, c) }

#let cells(t) = {
  set text(size: if official { pt(m.table) } else { 9.5pt }, tracking: 0pt)
  set par(leading: if official { 6pt } else { 5pt }, spacing: 6pt, justify: false)
  let cell(row, i) = table.cell(align: eval(t.aligns.at(i)) + if row < t.headRows { horizon } else { top }, runs(t.rows.at(row).at(i)))
  let line(row) = range(t.shares.len()).map(i => cell(row, i))
  table(
    columns: t.shares.map(s => s * 1fr), inset: (x: 4pt, y: 5pt), stroke: 0.5pt + luma(90),
    ..if t.headRows > 0 { (table.header(repeat: true, ..range(t.headRows).map(line).flatten()),) },
    ..range(t.headRows, t.rows.len()).map(line).flatten(),
  )
}

#let piece(p) = if p.kind == "text" {
  if p.role == "section" or p.role == "heading" {
    block(sticky: true, body(strong(runs(p.runs))))
  } else if p.role == "flush" { par(runs(p.runs)) } else if p.role == "centred" { align(center, par(justify: false, text(size: if official { pt(m.title) } else { 14pt }, tracking: 0pt, runs(p.runs)))) } else { body(runs(p.runs)) }
} else if p.kind == "fact" {
  // A box of whole characters: measured alone, a colon loses the half of itself that it has in a line.
  let label = strong(p.label) + sheet.colon
  context {
    let indent = if sheet.lang == "zh" { 2 * em } else { 0pt }
    let width = if sheet.lang == "zh" { (p.label.clusters().len() + 1) * em } else { measure(label).width + 0.3em }
    par(hanging-indent: width + indent, h(indent) + box(width: width, label) + p.text)
  }
} else if p.kind == "item" {
  let width = 2 * em
  pad(left: p.depth * width, par(hanging-indent: width, box(width: width, align(right, p.marker + h(0.35 * em))) + runs(p.runs)))
} else if p.kind == "table" { cells(p) } else if p.kind == "qr" {
  block(breakable: false, grid(columns: (34mm, 1fr), column-gutter: 6mm, align: horizon,
    image(bytes("<svg xmlns='http://www.w3.org/2000/svg' viewBox='-2 -2 " + str(p.size + 4) + " " + str(p.size + 4) + "'><path d='" + p.path + "' fill='#000'/></svg>"), format: "svg", width: 34mm),
    { par(justify: false, p.text); text(size: 9pt, tracking: 0pt, par(leading: 4pt, justify: false, p.shownLink)) }))
} else if p.kind == "gap" { par(sym.space.nobreak) } else if p.kind == "page" { pagebreak(weak: true) }

// The head.
#if sheet.mark.len() > 0 {
  if official {
    if sheet.isMinutes { v(35mm, weak: false) }
    set par(leading: 10pt, spacing: 12pt, justify: false)
    for (i, line) in sheet.mark.enumerate() {
      align(center, text(size: pt(sheet.markSizes.at(i)), fill: red, weight: "bold", tracking: 0.04em, line))
    }
    set par(leading: pitch - base, spacing: pitch - base)
    v(pitch - base)
    if sheet.issue != "" { par(sym.space.nobreak); align(center, text(tracking: 0pt, sheet.issue)); par(sym.space.nobreak) }
    if sheet.left + sheet.right != "" {
      block(spacing: 4mm, pad(x: em, grid(columns: (1fr, auto), column-gutter: em, align: (left, right), par(justify: false, sheet.left), sheet.right)))
    }
    block(above: 4mm, below: pitch, line(length: 100%, stroke: 1.4pt + red))
    if sheet.isMinutes { par(sym.space.nobreak) }
  } else {
    set par(leading: 6pt, spacing: 7pt, justify: false)
    for (i, line) in sheet.mark.enumerate() { text(size: if i + 1 == sheet.mark.len() { 20pt } else { 11pt }, weight: "bold", line); parbreak() }
    v(3pt)
    block(width: 100%, text(size: 9.5pt, fill: luma(60), (sheet.issue, sheet.left, sheet.right).filter(x => x != "").join(h(1.5em))))
    block(above: 8pt, below: 16pt, line(length: 100%, stroke: 1pt + red))
  }
}
#if sheet.title != "" {
  set par(justify: false, leading: if official { pitch - pt(m.title) } else { 7pt })
  set text(tracking: 0pt)
  block(width: 100%, below: if official { 2 * pitch - base } else { 14pt }, align(if official or sheet.mark.len() == 0 { center } else { left },
    text(size: if official { pt(m.title) } else { 15pt }, weight: "bold", sheet.title)))
}
#for line in sheet.subtitle { align(center, text(size: 9.5pt, tracking: 0pt, fill: luma(60), line)) }

#for p in sheet.pieces { piece(p) }

#if sheet.signature.len() > 0 {
  v(pitch)
  block(breakable: false, width: 100%, align(right, pad(right: 4 * em, for line in sheet.signature { par(justify: false, line) })))
}

// The foot of the last page.
#if sheet.imprint != none or sheet.small.len() > 0 {
  v(1fr)
  block(breakable: false, width: 100%, {
    if sheet.small.len() > 0 {
      set text(size: if official { pt(m.small) } else { 8.5pt }, tracking: 0pt, fill: luma(40))
      set par(leading: 4pt, spacing: 4pt, justify: false)
      for line in sheet.small { par(line) }
      v(6pt)
    }
    if sheet.imprint != none {
      let i = sheet.imprint
      set text(size: if official { pt(m.imprint) } else { 9pt }, tracking: 0pt)
      set par(leading: 7pt, justify: false)
      set block(spacing: 5pt)
      let side = if official { pt(m.imprint) } else { 0pt }
      block(line(length: 100%, stroke: 0.35mm))
      if i.text != "" {
        block(pad(x: side, context {
          let width = if sheet.lang == "zh" { i.label.clusters().len() * 1em } else { measure(i.label).width + 0.3em }
          par(hanging-indent: width, box(width: width, i.label) + i.text)
        }))
        block(line(length: 100%, stroke: 0.25mm))
      }
      block(pad(x: side, grid(columns: (1fr, auto), column-gutter: 1em, i.left, i.right)))
      block(line(length: 100%, stroke: 0.35mm))
    }
  })
}
`
