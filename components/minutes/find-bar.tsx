'use client'

import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { findAll, replaceFound, type Found } from './find-all'
import { markFound } from './finding'
import { asOneStep } from './shared-undo'

type Props = {
  doc: Y.Doc
  undo: Y.UndoManager
  /** In the order of the agenda. */
  editors: readonly Editor[]
  isEditable: boolean
  /** What was selected when the bar was opened. */
  initial: string
  onClose: () => void
}

const none: readonly Found[] = []

/** Finds and replaces in all items of the document. Enter goes on, Shift and Enter back, Escape closes. */
export function FindBar({ doc, undo, editors, isEditable, initial, onClose }: Props) {
  const t = useTranslations('minutes.find')
  const announce = useAnnounce()
  const [query, setQuery] = useState(initial)
  const [words, setWords] = useState('')
  const [found, setFound] = useState(none)
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const current = Math.min(at, Math.max(0, found.length - 1))

  useEffect(() => field.current?.select(), [])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const look = () => {
      timer = null
      setFound(findAll(editors.filter(isOpen), doc, query))
    }
    const soon = () => {
      timer ??= setTimeout(look, 100)
    }
    look()
    doc.on('update', soon)
    return () => {
      doc.off('update', soon)
      if (timer) clearTimeout(timer)
    }
  }, [doc, editors, query])
  useEffect(() => {
    const here = found[current]
    unmarkRecords(editors.filter(isOpen))
    for (const editor of editors.filter(isOpen))
      markFound(editor, query, here?.kind === 'text' && here.editor === editor ? here.place : null)
    if (here) show(here)
  }, [editors, found, current, query])
  useEffect(
    () => () => {
      unmarkRecords(editors.filter(isOpen))
      for (const editor of editors.filter(isOpen)) markFound(editor, '', null)
    },
    [editors],
  )

  const go = useCallback(
    (by: 1 | -1) => setAt((current + by + Math.max(1, found.length)) % Math.max(1, found.length)),
    [current, found.length],
  )
  /** As it stands this moment: others may have written since it was looked for. */
  const now = () => findAll(editors.filter(isOpen), doc, query)
  const replaceOne = () => {
    const fresh = now()
    const here = fresh[Math.min(current, fresh.length - 1)]
    if (!here) return
    asOneStep(undo, () => replaceFound(doc, [here], words))
    setFound(now())
  }
  const replaceEvery = () => {
    const fresh = now()
    if (fresh.length === 0) return
    asOneStep(undo, () => replaceFound(doc, fresh, words))
    announce(t('replaced', { count: fresh.length }))
    setFound(now())
    setAt(0)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' && event.target === field.current) go(event.shiftKey ? -1 : 1)
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) replaceOne()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const count = query === '' ? '' : found.length === 0 ? t('none') : t('count', { at: current + 1, all: found.length })
  return (
    <div className="find-bar" role="search" aria-label={t('label')} onKeyDown={onKeyDown}>
      <div className="find-row">
        <input
          ref={field}
          className="input"
          type="search"
          autoComplete="off"
          aria-label={t('query')}
          placeholder={t('query')}
          value={query}
          maxLength={200}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
        />
        <span className="find-count" role="status">
          {count}
        </span>
        <IconButton icon="up" label={t('previous')} onClick={() => go(-1)} disabled={found.length === 0} bare />
        <IconButton icon="down" label={t('next')} onClick={() => go(1)} disabled={found.length === 0} bare />
        <IconButton icon="x" label={t('close')} onClick={onClose} bare />
      </div>
      {isEditable ? (
        <div className="find-row">
          <input
            className="input"
            type="text"
            autoComplete="off"
            aria-label={t('words')}
            placeholder={t('words')}
            value={words}
            maxLength={200}
            onChange={(event) => setWords(event.target.value)}
          />
          <Button size="small" onClick={replaceOne} disabled={found.length === 0}>
            {t('replace')}
          </Button>
          <Button size="small" onClick={replaceEvery} disabled={found.length === 0}>
            {t('replaceAll')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

const isOpen = (editor: Editor) => !editor.isDestroyed

/** Brings it before the eyes; the caret stays in the bar. In a record the record as a whole is marked. */
function show(found: Found): void {
  const { view } = found.editor
  if (found.kind === 'text') {
    view.dom.querySelector('.found.is-current')?.scrollIntoView({ block: 'center' })
    return
  }
  const record = view.dom.querySelector(`[data-record-id="${CSS.escape(found.recordId)}"]`)
  record?.setAttribute('data-found', '')
  record?.scrollIntoView({ block: 'center' })
}

function unmarkRecords(editors: readonly Editor[]): void {
  for (const { view } of editors)
    for (const record of view.dom.querySelectorAll('[data-found]')) record.removeAttribute('data-found')
}
