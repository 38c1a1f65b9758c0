// next-intl's types: our three languages, the zh-Hans files as the shape of every message, our named formats.
import type { Messages } from '@/messages/types'
import type { formats } from '@/server/messages'
import type { Locale as OurLocale } from '@/server/preferences/model'

declare module 'use-intl' {
  interface AppConfig {
    Locale: OurLocale
    Messages: Messages
    Formats: typeof formats
  }
}
