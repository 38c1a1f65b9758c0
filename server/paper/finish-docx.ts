// What the library has no word for.
// The types of the standard are bought ones: where a machine has none of that name, Word and WPS take the one named here
// instead of whatever comes first (ECMA-376 17.8.3.1, altName). The library writes an empty table, so it is filled here.
// Paragraphs state their own pitch and spacing, the same in every program; the grid of the section is for those added later.
// Programs that put each glyph in a cell of the grid (LibreOffice) would give one of 16 pt two cells of 15.8.
import JSZip from 'jszip'

const fallbacks = {
  仿宋_GB2312: ['仿宋', 'FangSong'],
  楷体_GB2312: ['楷体', 'KaiTi'],
  方正小标宋简体: ['小标宋', 'STZhongsong'],
  黑体: ['SimHei'],
  宋体: ['SimSun'],
} as const

const font = ([name, others]: [string, readonly string[]]) =>
  `<w:font w:name="${name}"><w:altName w:val="${others.join(',')}"/><w:charset w:val="86"/><w:pitch w:val="variable"/></w:font>`

export async function finishDocx(docx: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const zip = await JSZip.loadAsync(docx)
  zip.file(
    'word/fontTable.xml',
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.entries(fallbacks).map(font).join('')}</w:fonts>`,
  )
  const styles = await zip.file('word/styles.xml')!.async('string')
  const normal = /<w:style w:type="paragraph" w:styleId="Normal">(.*?)<\/w:style>/s
  const withoutGrid = styles.replace(normal, (_, inner: string) => {
    const said = inner
      .replace(/<w:pPr\s*\/>|<w:pPr>.*?<\/w:pPr>/s, '')
      .replace('<w:rPr>', '<w:pPr><w:snapToGrid w:val="0"/></w:pPr><w:rPr>')
    return `<w:style w:type="paragraph" w:default="1" w:styleId="Normal">${said}</w:style>`
  })
  if (withoutGrid === styles) throw new Error('the library writes its styles in another way now')
  zip.file('word/styles.xml', withoutGrid)
  // The frame of the imprint: as high as it is, and at a place given by a figure, without which LibreOffice leaves it where
  // the text ends.
  const text = await zip.file('word/document.xml')!.async('string')
  zip.file(
    'word/document.xml',
    text.replace(/<w:framePr [^>]*>/g, (tag) =>
      tag.replace(' w:h="0"', '').replace(' w:hRule="auto"', '').replace(' w:xAlign="left"', ' w:x="1"'),
    ),
  )
  return new Uint8Array(await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }))
}
