'use client'

import type { Editor } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { classes } from '@/components/ui/classes'
import { useMinutes } from './context'
import { insertAtom } from './insert-atom'
import { insertTable } from './table'

/** What the key gives under Latin letters, full-width letters and most pinyin keyboards. */
const triggers = new Set(['/', '／', '、'])
const choices = ['decision', 'actionItem', 'table'] as const
type Choice = (typeof choices)[number]
const icons = { decision: 'decision', actionItem: 'task', table: 'table' } as const

/** A paragraph that holds only the trigger: where it begins and ends. */
function triggerAt(editor: Editor): { from: number; to: number } | null {
  const { $from, empty } = editor.state.selection
  if (!empty || $from.parent.type.name !== 'paragraph' || !triggers.has($from.parent.textContent)) return null
  return { from: $from.start(), to: $from.end() }
}

/** Opens under a `/` typed in an empty paragraph. Escape leaves the character standing. */
export function SlashMenu({ editor, isEditable }: { editor: Editor; isEditable: boolean }) {
  const t = useTranslations('minutes')
  const { doc } = useMinutes()
  const [at, setAt] = useState<{ left: number; top: number } | null>(null)
  const [active, setActive] = useState(0)
  const dismissed = useRef(false)

  useEffect(() => {
    const look = () => {
      const trigger = isEditable && editor.isFocused && !editor.view.composing ? triggerAt(editor) : null
      if (!trigger) {
        dismissed.current = false
        setAt(null)
        return
      }
      if (dismissed.current) return
      const caret = editor.view.coordsAtPos(trigger.to)
      const box = editor.view.dom.parentElement!.getBoundingClientRect()
      setAt({ left: caret.left - box.left, top: caret.bottom - box.top + 4 })
    }
    editor.on('transaction', look)
    editor.on('blur', look)
    return () => {
      editor.off('transaction', look)
      editor.off('blur', look)
    }
  }, [editor, isEditable])

  const choose = (type: Choice) => {
    const trigger = triggerAt(editor)
    if (trigger) editor.chain().focus().deleteRange(trigger).run()
    setAt(null)
    setActive(0)
    if (type === 'table') insertTable(editor)
    else insertAtom(editor, doc, type)
  }

  useEffect(() => {
    if (!at) return
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229) return
      if (event.key === 'ArrowDown') setActive((now) => (now + 1) % choices.length)
      else if (event.key === 'ArrowUp') setActive((now) => (now + choices.length - 1) % choices.length)
      else if (event.key === 'Enter') choose(choices[active]!)
      else if (event.key === 'Escape') {
        dismissed.current = true
        setAt(null)
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    const dom = editor.view.dom
    // Before the editor sees them.
    dom.addEventListener('keydown', onKey, true)
    return () => dom.removeEventListener('keydown', onKey, true)
  })

  if (!at) return null
  return (
    <div className="slash" role="listbox" aria-label={t('insert.label')} style={{ left: at.left, top: at.top }}>
      {choices.map((type, index) => (
        <div
          key={type}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes('slash-option', index === active && 'is-active')}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(type)}
          onKeyDown={(event) => event.key === 'Enter' && choose(type)}
        >
          <Icon name={icons[type]} />
          <span>
            <b>{t(`tools.${type}`)}</b>
            <small>{t(`insert.${type}Hint`)}</small>
          </span>
        </div>
      ))}
    </div>
  )
}
