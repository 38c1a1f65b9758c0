'use client'

import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import { useMemo, type ReactNode } from 'react'

type Props = { messages: Record<string, unknown>; children: ReactNode }

/** Adds words to those of the layouts above. */
export function MoreWords({ messages, children }: Props) {
  const locale = useLocale()
  const above = useMessages()
  const all = useMemo(() => ({ ...above, ...messages }) as typeof above, [above, messages])
  return (
    <NextIntlClientProvider locale={locale} messages={all}>
      {children}
    </NextIntlClientProvider>
  )
}
