'use client'

import { EditorContent, useEditor, type Editor } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo } from 'react'
import { limits, type PresenceUser } from '@/server/minutes/contract'
import { extensionsFor } from './extensions'
import { tooLargeToPaste } from './guard-paste'
import type { MinutesProvider } from './provider'
import { SlashMenu } from './slash-menu'

type Props = {
  provider: MinutesProvider
  fragment: string
  label: string
  me: PresenceUser
  isEditable: boolean
  onFocus: (editor: Editor) => void
  onRefusedPaste: (characters: number, isTooLong: boolean) => void
}

/** One agenda item's text. The fragment came from the server; nothing is written until somebody types. */
export function ItemEditor({ provider, fragment, label, me, isEditable, onFocus, onRefusedPaste }: Props) {
  const t = useTranslations('minutes')
  const extensions = useMemo(
    () => extensionsFor(provider, provider.doc.getXmlFragment(fragment), me),
    [provider, fragment, me],
  )
  const editor = useEditor(
    {
      extensions,
      editable: isEditable,
      // The page's policy allows no style element of a script.
      injectCSS: false,
      immediatelyRender: false,
      shouldRerenderOnTransaction: false,
      editorProps: {
        attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: 'min-text' },
        handlePaste: (_view, event, slice) => {
          const plain = event.clipboardData?.getData('text/plain') ?? ''
          const refused = tooLargeToPaste(plain, slice)
          if (refused === null) return false
          event.preventDefault()
          onRefusedPaste(refused, refused > limits.paste)
          return true
        },
        handleDrop: (_view, event, slice, moved) => {
          const refused = moved ? null : tooLargeToPaste(event.dataTransfer?.getData('text/plain') ?? '', slice)
          if (refused === null) return false
          event.preventDefault()
          onRefusedPaste(refused, refused > limits.paste)
          return true
        },
      },
      onFocus: ({ editor: focused }) => onFocus(focused),
    },
    [extensions],
  )
  useEffect(() => {
    if (!editor || editor.isDestroyed) return
    editor.setEditable(isEditable, false)
    const dom = editor.view.dom
    if (isEditable) dom.removeAttribute('aria-readonly')
    else dom.setAttribute('aria-readonly', 'true')
  }, [editor, isEditable])
  useEffect(() => {
    if (!editor || editor.isDestroyed) return
    const dom = editor.view.dom
    const start = () => provider.setComposing(true)
    // After ProseMirror has read the composed text out of the page, not before.
    const end = () => setTimeout(() => provider.setComposing(false), 30)
    dom.addEventListener('compositionstart', start)
    dom.addEventListener('compositionend', end)
    return () => {
      dom.removeEventListener('compositionstart', start)
      dom.removeEventListener('compositionend', end)
    }
  }, [editor, provider])
  return (
    <div className="min-item-text" data-hint={isEditable ? t('placeholder') : t('empty')}>
      <EditorContent editor={editor} />
      {editor ? <SlashMenu editor={editor} isEditable={isEditable} /> : null}
    </div>
  )
}
