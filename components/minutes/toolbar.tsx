'use client'

import { useEditorState, type Editor } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { insertAtom } from './insert-atom'
import { useMinutes } from './context'

/** Acts on the agenda item whose text was last touched. Pressing a button never takes the caret away. */
export function MinutesToolbar({ editor }: { editor: Editor | null }) {
  const t = useTranslations('minutes.tools')
  const { doc } = useMinutes()
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now?.isActive('bold') ?? false,
      heading: now?.isActive('heading') ?? false,
      list: now?.isActive('bulletList') ?? false,
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
  ] as const
  return (
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
      {(['undo', 'redo'] as const).map((name) => (
        <button
          key={name}
          type="button"
          className="btn btn-quiet"
          aria-label={t(name)}
          title={t(name)}
          disabled={isOff}
          onClick={() => editor?.chain().focus()[name]().run()}
        >
          <Icon name={name} />
        </button>
      ))}
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
    </div>
  )
}
