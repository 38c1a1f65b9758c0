// How numbers, days and names are written on paper in each language. Pure but for the words of messages/.
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import type { PaperRun } from './contract'

const digits = '〇一二三四五六七八九'

/** 1–999: 一, 十, 十二, 二十, 一百零三. Above, the figure itself. */
export function chineseNumeral(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 999) return String(n)
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10]
  const unit = ones > 0 ? digits[ones]! : ''
  if (hundreds === 0) return tens === 0 ? unit : `${tens === 1 ? '' : digits[tens]}十${unit}`
  const rest = tens > 0 ? `${digits[tens]}十${unit}` : ones > 0 ? `零${unit}` : ''
  return `${digits[hundreds]}百${rest}`
}

const tags: Record<Locale, string> = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', en: 'en-GB' }

/** @param day YYYY-MM-DD */
export const writeDay = (locale: Locale, day: string): string =>
  new Intl.DateTimeFormat(tags[locale], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** Day and time of an ISO instant, 24 hours. */
export const writeInstant = (locale: Locale, instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat(tags[locale], {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(instant))

export const paperWords = (locale: Locale) => translator(locale, 'paper')
export type PaperWords = ReturnType<typeof paperWords>

export const run = (text: string, bold = false): PaperRun => ({
  text,
  bold,
  italic: false,
  underline: false,
  strike: false,
})

/**
 * What would turn the order of the words on paper, or hide some: overrides and isolates of direction, and control
 * characters. Marks of direction (U+200E, U+200F) change nothing but their own place and stay.
 */
export const printable = (text: string): string =>
  text.replace(/[\u202A-\u202E\u2066-\u2069\uFEFF]|[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '').normalize('NFC')
