'use client'

// Language, text size, theme. Plain forms to /api/preferences, so that they work before and without scripts; with scripts
// the page changes in place and keeps what was typed.
import { usePathname, useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState, useTransition, type FormEvent, type ReactNode } from 'react'
import {
  localeNames,
  locales,
  textSizes,
  themes,
  type Locale,
  type Preference,
  type TextSize,
  type Theme,
} from '@/server/preferences/model'
import { useAnnounce } from './announcer'

type Part = { value: string; label: ReactNode; lang?: string }

function Switch({ name, label, value, parts }: { name: Preference; label: string; value: string; parts: Part[] }) {
  const t = useTranslations('shell.switches')
  const path = usePathname()
  const router = useRouter()
  const announce = useAnnounce()
  const [busy, startTransition] = useTransition()
  const [chosen, setChosen] = useState(value)
  const current = name === 'locale' ? value : chosen

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
    if (!button) return
    event.preventDefault()
    const form = new FormData(event.currentTarget, button)
    const answer = await fetch('/api/preferences', { method: 'POST', body: form, redirect: 'manual' }).catch(() => null)
    // An opaque redirect is the answer to a form; anything else (offline, refused) leaves all as it is.
    if (answer?.type !== 'opaqueredirect') return
    if (name !== 'locale') {
      setChosen(button.value)
      document.documentElement.setAttribute(`data-${name}`, button.value)
      announce(t('done'))
    }
    startTransition(() => router.refresh())
  }

  return (
    <form method="post" action="/api/preferences" onSubmit={onSubmit} aria-busy={busy}>
      <input type="hidden" name="back" value={path} />
      <span className="seg" role="group" aria-label={label}>
        {parts.map((part) => (
          <button
            key={part.value}
            name={name}
            value={part.value}
            aria-pressed={part.value === current}
            lang={part.lang}
          >
            {part.label}
          </button>
        ))}
      </span>
    </form>
  )
}

type Props = {
  /** From the cookies (readLook). */
  theme: Theme
  text: TextSize
  /** Which switches to show; all three without it. */
  only?: readonly Preference[]
  /** The languages the county offers; without a county, all. */
  offered?: readonly Locale[]
}

export function Switches({ theme, text, only, offered = locales }: Props) {
  const t = useTranslations('shell.switches')
  const locale = useLocale()
  const shown = (name: Preference) => !only || only.includes(name)
  const sizes = { normal: t('textNormal'), large: t('textLarge') }
  const looks = { light: t('light'), dark: t('dark'), system: t('system') }
  const languages = offered.map((each) => ({ value: each, label: localeNames[each], lang: each }))
  return (
    <div className="switches">
      {shown('locale') && languages.length > 1 ? (
        <Switch name="locale" label={t('locale')} value={locale} parts={languages} />
      ) : null}
      {shown('text') ? (
        <Switch
          name="text"
          label={t('text')}
          value={text}
          parts={textSizes.map((value) => ({ value, label: sizes[value] }))}
        />
      ) : null}
      {shown('theme') ? (
        <Switch
          name="theme"
          label={t('theme')}
          value={theme}
          parts={themes.map((value) => ({ value, label: looks[value] }))}
        />
      ) : null}
    </div>
  )
}
