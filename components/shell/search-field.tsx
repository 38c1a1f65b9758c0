'use client'

// Looking for something from anywhere: a plain form, and Ctrl+K or ⌘K brings the cursor into it. No single letter: whoever
// dictates would press it unawares (WCAG 2.1.4).
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Icon } from '@/components/ui/icon'
import { Input } from '@/components/ui/input'
import '@/components/search/search.css'

const keys = 'Ctrl K'

export function SearchField() {
  const t = useTranslations('search')
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || event.ctrlKey === event.metaKey) return
      if (event.altKey || event.shiftKey || event.isComposing) return
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return
      event.preventDefault()
      const input = form.current?.querySelector('input')
      // Hidden where there is no room: the page has a field of its own.
      if (input?.offsetParent) input.focus()
      else router.push('/search')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router])

  return (
    <>
      <form action="/search" role="search" className="topbar-search" ref={form}>
        <Input
          type="search"
          name="q"
          icon="search"
          aria-label={t('field')}
          aria-keyshortcuts="Control+K Meta+K"
          placeholder={t('placeholder')}
          maxLength={100}
        />
        <kbd aria-hidden>{keys}</kbd>
      </form>
      <Link href="/search" className="topbar-find" aria-label={t('title')}>
        <Icon name="search" />
      </Link>
    </>
  )
}
