// How one browser wants to see the house: language, text size, theme. Kept in three cookies, never in a row:
// a guest at the door has no account. Pure, so that pages, the door and the CLI agree.

export const locales = ['zh-Hans', 'zh-Hant', 'en'] as const
export type Locale = (typeof locales)[number]
export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]
export const textSizes = ['normal', 'large'] as const
export type TextSize = (typeof textSizes)[number]

export const cookieNames = { locale: 'lianxi-locale', theme: 'lianxi-theme', text: 'lianxi-text' } as const
export type Preference = keyof typeof cookieNames
export type Preferences = { locale: Locale; theme: Theme; text: TextSize }

/** Each language in its own words: somebody who cannot read the page must find theirs. Never translated. */
export const localeNames: Record<Locale, string> = { 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文', en: 'English' }

const allowed: Record<Preference, readonly string[]> = { locale: locales, theme: themes, text: textSizes }

export function isPreferenceValue(name: Preference, value: string): boolean {
  return allowed[name].includes(value)
}

export function isLocale(value: string | undefined): value is Locale {
  return (locales as readonly (string | undefined)[]).includes(value)
}

/** What the cookies say; whatever they do not say, or say wrongly, is the default. */
export function readLook(cookie: (name: string) => string | undefined): Pick<Preferences, 'theme' | 'text'> {
  const theme = cookie(cookieNames.theme) as Theme
  const text = cookie(cookieNames.text) as TextSize
  return { theme: themes.includes(theme) ? theme : 'system', text: textSizes.includes(text) ? text : 'normal' }
}

/** The best of our three for an Accept-Language header; zh-Hans where it names none of them. */
export function pickLocale(acceptLanguage: string | null | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, at) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';')
      const q = rest.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean)
      return { tag: tag.trim(), q: q === undefined ? 1 : Number(q), at }
    })
    .filter((each) => each.tag !== '' && each.q > 0)
    .sort((a, b) => b.q - a.q || a.at - b.at)
  for (const { tag } of wanted) {
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/.test(tag) && !tag.includes('hans')) return 'zh-Hant'
    if (/^zh\b/.test(tag)) return 'zh-Hans'
    if (/^en\b/.test(tag)) return 'en'
  }
  return 'zh-Hans'
}

/** Where to go back to after a change: a path of this house, never another origin. */
export function safeBackPath(value: string | null | undefined): string {
  return value && /^\/(?![/\\])[^\\\s]*$/.test(value) ? value : '/'
}
