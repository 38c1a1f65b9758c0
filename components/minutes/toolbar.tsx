'use client'

import { useEditorState, type Editor } from '@tiptap/react'
import { isInTable } from '@tiptap/pm/tables'
import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { insertAtom } from './insert-atom'
import { useMinutes } from './context'
import { insertTable } from './table'
import { TableTools } from './table-tools'

type Props = {
  editor: Editor | null
  onFind: () => void
  isFinding: boolean
  onFillRecord?: (() => void) | undefined
  /** Null for whoever may not write in the margin. */
  onComment: (() => void) | null
}

/** Acts on the agenda item whose text was last touched. Pressing a button never takes the caret away. */
export function MinutesToolbar({ editor, onFind, isFinding, onFillRecord, onComment }: Props) {
  const record = useTranslations('minutes.fromRecord')
  const t = useTranslations('minutes.tools')
  const { doc } = useMinutes()
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now?.isActive('bold') ?? false,
      heading: now?.isActive('heading') ?? false,
      list: now?.isActive('bulletList') ?? false,
      numbered: now?.isActive('orderedList') ?? false,
      table: now ? isInTable(now.state) : false,
    }),
  })
  const isOff = editor === null
  const keepCaret = (event: React.MouseEvent) => event.preventDefault()
  const toggles = [
    { name: 'bold', icon: 'bold', isOn: on?.bold, run: () => editor?.chain().focus().toggleBold().run() },
    {
      name: 'heading',
      icon: 'heading',
      isOn: on?.heading,
      run: () => editor?.chain().focus().toggleHeading({ level: 3 }).run(),
    },
    { name: 'bulletList', icon: 'list', isOn: on?.list, run: () => editor?.chain().focus().toggleBulletList().run() },
    {
      name: 'orderedList',
      icon: 'numbered',
      isOn: on?.numbered,
      run: () => editor?.chain().focus().toggleOrderedList().run(),
    },
  ] as const
  const plain = [
    { name: 'undo', icon: 'undo', run: () => editor?.chain().focus().undo().run() },
    { name: 'redo', icon: 'redo', run: () => editor?.chain().focus().redo().run() },
    { name: 'mention', icon: 'at', run: () => editor?.chain().focus().insertContent('@').run() },
    { name: 'table', icon: 'table', run: () => editor && insertTable(editor) },
  ] as const
  return (
    <>
      <div className="toolbar min-tools" role="toolbar" aria-label={t('label')} onMouseDown={keepCaret}>
        {toggles.map(({ name, icon, isOn, run }) => (
          <button
            key={name}
            type="button"
            className="btn btn-quiet"
            aria-label={t(name)}
            title={t(name)}
            aria-pressed={isOn ?? false}
            disabled={isOff}
            onClick={run}
          >
            <Icon name={icon} />
          </button>
        ))}
        {plain.map(({ name, icon, run }) => (
          <button
            key={name}
            type="button"
            className="btn btn-quiet"
            aria-label={t(name)}
            title={t(name)}
            disabled={isOff}
            onClick={run}
          >
            <Icon name={icon} />
          </button>
        ))}
        <button
          type="button"
          className="btn btn-quiet"
          aria-label={t('find')}
          title={t('find')}
          aria-pressed={isFinding}
          onClick={onFind}
        >
          <Icon name="search" />
        </button>
        {onComment ? (
          <button
            type="button"
            className="btn btn-quiet"
            aria-label={t('comment')}
            title={t('comment')}
            aria-keyshortcuts="Control+Alt+M"
            onClick={onComment}
          >
            <Icon name="comment" />
          </button>
        ) : null}
        <span className="toolbar-sep" aria-hidden="true" />
        {(['decision', 'actionItem'] as const).map((type) => (
          <button
            key={type}
            type="button"
            className="btn btn-quiet"
            disabled={isOff}
            onClick={() => editor && insertAtom(editor, doc, type)}
          >
            <Icon name={type === 'decision' ? 'decision' : 'task'} />
            {t(type)}
          </button>
        ))}
        {onFillRecord ? (
          <button type="button" className="btn btn-quiet" onClick={onFillRecord}>
            <Icon name="people" />
            {record('fill')}
          </button>
        ) : null}
      </div>
      {editor && on?.table ? <TableTools editor={editor} /> : null}
    </>
  )
}
