// 一、二、三 in Chinese minutes, 1. 2. 3. in English ones.
const digits = '零一二三四五六七八九'

/** 1–99 as written before an item of an official document; beyond that plain digits. */
export function chineseNumber(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 99) return String(n)
  const tens = Math.floor(n / 10)
  const ones = n % 10
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 || tens === 0 ? digits[ones] : ''}`
}

export const itemHeading = (locale: string, position: number, title: string) =>
  locale.startsWith('zh') ? `${chineseNumber(position)}、${title}` : `${position}. ${title}`
