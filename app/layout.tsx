import type { Metadata, Viewport } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'
import { readLook } from './read-look'
import { readWords } from './words'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell')
  return {
    title: { default: t('title'), template: t('titleOf', { page: '%s' }) },
    description: t('description'),
    applicationName: t('title'),
    manifest: '/manifest.webmanifest',
    icons: { icon: [{ url: '/icon.svg', type: 'image/svg+xml' }], apple: '/icon-180.png' },
    robots: { index: false, follow: false },
    formatDetection: { telephone: false, date: false, address: false, email: false },
    referrer: 'same-origin',
  }
}

/** resizes-content: the line being typed must never be under the keyboard. */
export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#1d2120' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, { theme, text }] = await Promise.all([getLocale(), readWords(''), readLook()])
  return (
    <html lang={locale} data-theme={theme} data-text={text}>
      <body>
        <NextIntlClientProvider messages={messages}>
          <Providers>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
