'use client'

// The layout itself has failed, so there is no language and no provider: three small files come along in the bundle and
// the browser's own language chooses.
import { useSyncExternalStore } from 'react'
import en from '@/messages/en/fault.json'
import zhHans from '@/messages/zh-Hans/fault.json'
import zhHant from '@/messages/zh-Hant/fault.json'
import { pickLocale } from '@/server/preferences/model'
import './globals.css'

const faults = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }

export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const locale = useSyncExternalStore(
    () => () => {},
    () => pickLocale(navigator.languages.join(',')),
    () => 'zh-Hans' as const,
  )
  const say = faults[locale]
  return (
    <html lang={locale}>
      <body>
        <title>{say.title}</title>
        <main className="page page-narrow">
          <div className="stack">
            <h1 className="title">{say.title}</h1>
            <p>{say.text}</p>
            <button type="button" className="btn btn-primary" onClick={reset}>
              {say.retry}
            </button>
          </div>
        </main>
      </body>
    </html>
  )
}
