'use client'

import { EditorContent, useEditor, type Editor } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef } from 'react'
import type * as Y from 'yjs'
import { limits, type PresenceUser } from '@/server/minutes/contract'
import { cleanPaste } from './clean-paste'
import { extensionsFor } from './extensions'
import { tooLargeToPaste } from './guard-paste'
import { MentionMenu } from './mention-menu'
import type { MinutesProvider } from './provider'
import { SlashMenu } from './slash-menu'

type Props = {
  provider: MinutesProvider
  undo: Y.UndoManager
  fragment: string
  label: string
  me: PresenceUser
  isEditable: boolean
  onFocus: (editor: Editor) => void
  /** The editor once it is there, and null when it goes. */
  onEditor: (fragment: string, editor: Editor | null) => void
  onRefusedPaste: (characters: number, isTooLong: boolean) => void
  onDroppedPictures: (count: number) => void
  /** Words were pressed that the margin has a word to. */
  onComment: (id: string) => void
}

/** One agenda item's text. The fragment came from the server; nothing is written until somebody types. */
export function ItemEditor({
  provider,
  undo,
  fragment,
  label,
  me,
  isEditable,
  onFocus,
  onEditor,
  onRefusedPaste,
  onDroppedPictures,
  onComment,
}: Props) {
  const t = useTranslations('minutes')
  /** Of the paste that is being read. */
  const pictures = useRef(0)
  const extensions = useMemo(
    () => extensionsFor(provider, provider.doc.getXmlFragment(fragment), me, undo, onComment),
    [provider, fragment, me, undo, onComment],
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
        transformPastedHTML: (html) => {
          const cleaned = cleanPaste(html)
          pictures.current = cleaned.pictures
          return cleaned.html
        },
        handlePaste: (_view, event, slice) => {
          const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
          const dropped = Math.max(pictures.current, files.length)
          pictures.current = 0
          const plain = event.clipboardData?.getData('text/plain') ?? ''
          const refused = tooLargeToPaste(plain, slice)
          if (refused === null) {
            if (dropped > 0) onDroppedPictures(dropped)
            return false
          }
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
    onEditor(fragment, editor)
    return () => onEditor(fragment, null)
  }, [editor, fragment, onEditor])
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
    let ending: ReturnType<typeof setTimeout> | undefined
    const goOn = () => {
      // The next word may begin before the last one's end was told: what waits goes on waiting, or it falls into this one.
      clearTimeout(ending)
      provider.setComposing(true)
    }
    // After ProseMirror has read the composed text out of the page, not before.
    const end = () => {
      clearTimeout(ending)
      ending = setTimeout(() => provider.setComposing(false), 30)
    }
    dom.addEventListener('compositionstart', goOn)
    dom.addEventListener('compositionupdate', goOn)
    dom.addEventListener('compositionend', end)
    return () => {
      dom.removeEventListener('compositionstart', goOn)
      dom.removeEventListener('compositionupdate', goOn)
      dom.removeEventListener('compositionend', end)
    }
  }, [editor, provider])
  return (
    <div className="min-item-text" data-hint={isEditable ? t('placeholder') : t('empty')}>
      <EditorContent editor={editor} />
      {editor ? <SlashMenu editor={editor} isEditable={isEditable} /> : null}
      {editor ? <MentionMenu editor={editor} isEditable={isEditable} /> : null}
    </div>
  )
}
