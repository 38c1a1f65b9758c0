'use client'

import type { Editor } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { classes } from '@/components/ui/classes'
import { fold } from './find-matches'
import { useMinutes } from './context'
import { insertMention, namingAt, type Mention } from './mention'

type Choice = Mention & { note: string; hue: string | undefined }
const shown = 8

/** Opens behind an @ with the people of the sitting and the units of the body whose names hold what is typed after it. */
export function MentionMenu({ editor, isEditable }: { editor: Editor; isEditable: boolean }) {
  const t = useTranslations('minutes.mention')
  const { units, people } = useMinutes()
  const id = useId()
  const [open, setOpen] = useState<{ typed: string; left: number; top: number } | null>(null)
  const [active, setActive] = useState(0)
  const dismissed = useRef<number | null>(null)
  const choices = useMemo(() => {
    const all: Choice[] = [
      ...people.map(({ id, name, unit }): Choice => ({
        kind: 'seat',
        id,
        label: name,
        note: unit?.name ?? t('person'),
        hue: unit?.kind,
      })),
      ...units.map(({ id, name, kind }): Choice => ({ kind: 'unit', id, label: name, note: t('unit'), hue: kind })),
    ]
    const typed = fold(open?.typed ?? '')
    // Who is called so before who belongs to what is called so.
    const named = all.filter(({ label }) => fold(label).includes(typed))
    const ofNamed = all.filter(({ label, note }) => !fold(label).includes(typed) && fold(note).includes(typed))
    return [...named, ...ofNamed].slice(0, shown)
  }, [people, units, open?.typed, t])

  useEffect(() => {
    const look = () => {
      const naming = isEditable && editor.isFocused && !editor.view.composing ? namingAt(editor) : null
      if (!naming) {
        dismissed.current = null
        setOpen(null)
        return
      }
      if (dismissed.current === naming.from) return
      const caret = editor.view.coordsAtPos(naming.to)
      const box = editor.view.dom.parentElement!.getBoundingClientRect()
      setOpen({
        typed: naming.typed,
        left: Math.min(caret.left - box.left, box.width - 220),
        top: caret.bottom - box.top + 4,
      })
      setActive(0)
    }
    // What is typed while composing is looked at when it is done; ProseMirror reads it a moment later.
    const afterComposing = () => setTimeout(look, 50)
    const { dom } = editor.view
    editor.on('transaction', look)
    editor.on('blur', look)
    dom.addEventListener('compositionend', afterComposing)
    return () => {
      editor.off('transaction', look)
      editor.off('blur', look)
      dom.removeEventListener('compositionend', afterComposing)
    }
  }, [editor, isEditable])

  const isShown = open !== null && choices.length > 0
  const choose = (choice: Choice | undefined) => {
    setOpen(null)
    if (choice) insertMention(editor, choice)
  }
  useEffect(() => {
    if (!isShown) return
    const { dom } = editor.view
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229) return
      if (event.key === 'ArrowDown') setActive((now) => (now + 1) % choices.length)
      else if (event.key === 'ArrowUp') setActive((now) => (now + choices.length - 1) % choices.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(choices[active])
      else if (event.key === 'Escape') {
        dismissed.current = namingAt(editor)?.from ?? null
        setOpen(null)
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    dom.addEventListener('keydown', onKey, true)
    dom.setAttribute('aria-controls', id)
    dom.setAttribute('aria-activedescendant', `${id}-${active}`)
    return () => {
      dom.removeEventListener('keydown', onKey, true)
      dom.removeAttribute('aria-controls')
      dom.removeAttribute('aria-activedescendant')
    }
  })

  if (!isShown) return null
  return (
    <div className="slash" role="listbox" id={id} aria-label={t('label')} style={{ left: open.left, top: open.top }}>
      {choices.map((choice, index) => (
        <div
          key={`${choice.kind} ${choice.id}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes('slash-option', index === active && 'is-active')}
          data-unit={choice.hue}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(choice)}
          onKeyDown={(event) => event.key === 'Enter' && choose(choice)}
        >
          <Icon name={choice.kind === 'seat' ? 'user' : 'bodies'} />
          <span>
            <b>{choice.label}</b>
            <small>{choice.note}</small>
          </span>
        </div>
      ))}
    </div>
  )
}
