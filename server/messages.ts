// Every sentence a person sees, read from messages/<locale>/<namespace>.json at run time: Next's pages and the bundled
// server, door and CLI then speak from the same files. In production each file is read once; otherwise a changed file
// is read again.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { createTranslator, IntlErrorCode } from 'use-intl/core'
import type { Messages } from '@/messages/types'
import { log } from '@/server/log'
import { cookieNames, isLocale, pickLocale, type Locale } from '@/server/preferences/model'

export type Namespace = keyof Messages & string

/** Until a county's own zone is known (sign-in, set-up, errors). Pages of a county pass its zone. */
export const defaultTimeZone = 'Asia/Shanghai'

const clockTime = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** Named formats for next-intl's `dateTime`: 24 hours in every language. */
export const formats = {
  dateTime: {
    day: { year: 'numeric', month: 'short', day: 'numeric' },
    dayWeek: { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' },
    dayMonth: { month: 'short', day: 'numeric' },
    weekday: { weekday: 'short' },
    month: { year: 'numeric', month: 'long' },
    time: clockTime,
    dayTime: { year: 'numeric', month: 'short', day: 'numeric', ...clockTime },
    dayMonthTime: { month: 'short', day: 'numeric', ...clockTime },
  },
} as const

const cache = new Map<string, { readAt: number; text: Record<string, unknown> }>()
let root: string | undefined

/** The project is the working directory for every npm script; a bundle started from elsewhere is looked up from its own file. */
function messagesRoot(): string {
  if (root) return root
  const tried: string[] = []
  for (const start of [process.cwd(), path.dirname(process.argv[1] ?? '.')]) {
    for (let at = path.resolve(start); ; at = path.dirname(at)) {
      const folder = path.join(/* turbopackIgnore: true */ at, 'messages')
      tried.push(folder)
      if (statSync(path.join(folder, 'zh-Hans', 'common.json'), { throwIfNoEntry: false })) return (root = folder)
      if (at === path.dirname(at)) break
    }
  }
  throw new Error(`no messages folder in ${tried.join(', ')}`)
}

function readNamespace(file: string): Record<string, unknown> {
  const known = cache.get(file)
  if (known && process.env.NODE_ENV === 'production') return known.text
  const readAt = statSync(file).mtimeMs
  if (known && known.readAt === readAt) return known.text
  const text = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  cache.set(file, { readAt, text })
  return text
}

/** All namespaces of a language, as next-intl wants them. */
export function readMessages(locale: Locale): Messages {
  const folder = path.join(messagesRoot(), locale)
  const all: Record<string, unknown> = {}
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.json')) all[file.slice(0, -'.json'.length)] = readNamespace(path.join(folder, file))
  }
  return all as Messages
}

/** For code outside Next: the door, the CLI, mail. `translator('zh-Hant', 'door')('title')`. */
export function translator<const N extends Namespace>(locale: Locale, namespace: N, timeZone = defaultTimeZone) {
  const messages = { [namespace]: readNamespace(path.join(messagesRoot(), locale, `${namespace}.json`)) } as Messages
  return createTranslator<Messages, N>({
    locale,
    messages,
    // The type of the namespace is what N says; use-intl's own constraint is too deep for a generic to satisfy.
    namespace: namespace as never,
    timeZone,
    formats,
    onError: onMessageError,
    getMessageFallback: ({ key, namespace: space }) => `${space}.${key}`,
  })
}

/** A missing key is a bug that the check finds; a person sees the key, the log says which. */
export function onMessageError(error: { code: string; message: string }): void {
  if (error.code === IntlErrorCode.ENVIRONMENT_FALLBACK) return
  log.error({ code: error.code }, `messages: ${error.message}`)
}

/** The language of a request: the cookie, else Accept-Language, else zh-Hans. */
export function negotiateLocale(
  cookieHeader: string | null | undefined,
  acceptLanguage: string | null | undefined,
): Locale {
  for (const part of (cookieHeader ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === cookieNames.locale && isLocale(value)) return value
  }
  return pickLocale(acceptLanguage)
}
