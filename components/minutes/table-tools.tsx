'use client'

import type { Editor } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { runTable, tableSteps } from './table'

/** Shown while the caret is in a table. Each step has its keys, which its title names. */
export function TableTools({ editor }: { editor: Editor }) {
  const t = useTranslations('minutes.table')
  return (
    <div
      className="toolbar min-tools min-tools-table"
      role="toolbar"
      aria-label={t('label')}
      onMouseDown={(event) => event.preventDefault()}
    >
      {tableSteps.map((step) => (
        <button
          key={step}
          type="button"
          className="btn btn-quiet"
          title={keys[step] ? t('withKeys', { step: t(step), keys: keys[step] }) : t(step)}
          onClick={() => runTable(editor, step)}
        >
          {t(step)}
        </button>
      ))}
    </div>
  )
}

const keys: Partial<Record<(typeof tableSteps)[number], string>> = {
  rowAbove: 'Ctrl+Alt+↑',
  rowBelow: 'Ctrl+Alt+↓',
  columnBefore: 'Ctrl+Alt+←',
  columnAfter: 'Ctrl+Alt+→',
  dropRow: 'Ctrl+Alt+⌫',
  dropColumn: 'Ctrl+Alt+Shift+⌫',
}
