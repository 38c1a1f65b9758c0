import { useTranslations } from 'next-intl'
import type { FilePlace, FileView } from '@/server/files/contract'
import type { FileActions } from './file-actions'
import { FilesPanel } from './files-panel'

type Props = {
  title: string
  place: FilePlace
  /** Undefined: this person may not know what lies here. */
  here: { files: readonly FileView[]; mayAdd: boolean } | undefined
  actions: FileActions
}

/** Files of one thing among many: folded away, with how many there are. Nothing where there is nothing to see or do. */
export function FilesFold({ title, place, here, actions }: Props) {
  const t = useTranslations('files')
  if (!here || (here.files.length === 0 && !here.mayAdd)) return null
  return (
    <details className="files-fold">
      <summary>{t('fold', { title, count: here.files.length })}</summary>
      <FilesPanel place={place} files={here.files} mayAdd={here.mayAdd} actions={actions} empty={t('empty')} />
    </details>
  )
}
