// The figures of GB/T 9704—2012, in the units the writers need. 5.2.1: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; 5.2.3:
// 22 lines of 28 characters fill it; 5.2.2: 三号 is 16 pt, 二号 22 pt, 四号 14 pt.

const ptOfMm = (mm: number) => (mm * 72) / 25.4
export const page = { width: 210, height: 297, top: 37, left: 28, right: 26, bottom: 35 } as const
export const field = { width: ptOfMm(156), height: ptOfMm(225) } as const
export const lines = 22
export const characters = 28
export const sizes = { body: 16, title: 22, imprint: 14, small: 10.5, table: 12 } as const

/** From one line to the next, in points: 28.99. */
export const pitch = field.height / lines
/** From one character to the next: 15.79, a little less than the 16 of the type itself. A hair is left for rounding. */
export const advance = field.width / characters - 0.002
export const tracking = advance - sizes.body

/** What a line of the head may take at most, in points, before it wraps: the mark is never so large that it has to. */
export function markSize(text: string, isLast: boolean): number {
  const widths = [...text].reduce((sum, char) => sum + (char.charCodeAt(0) < 0x2e80 ? 0.55 : 1), 0)
  return Math.max(16, Math.min(isLast ? 42 : 26, Math.floor(field.width / Math.max(widths, 1) / 1.06)))
}
