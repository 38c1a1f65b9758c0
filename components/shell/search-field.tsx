'use client'

// Looking for something from anywhere: a plain form, and `/` brings the cursor into it unless somebody is typing elsewhere.
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Icon } from '@/components/ui/icon'
import { Input } from '@/components/ui/input'
import '@/components/search/search.css'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function SearchField() {
  const t = useTranslations('search')
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"]')) return
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
          aria-keyshortcuts="/"
          placeholder={t('placeholder')}
          maxLength={100}
        />
        <kbd aria-hidden>/</kbd>
      </form>
      <Link href="/search" className="topbar-find" aria-label={t('title')}>
        <Icon name="search" />
      </Link>
    </>
  )
}
