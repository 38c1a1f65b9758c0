'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { FormError } from '@/components/people/form-error'
import { useToast } from '@/components/shell/toasts'
import { Icon, type IconName } from '@/components/ui/icon'
import { IconButton } from '@/components/ui/icon-button'
import { fileHref, previewHref, type FileKind, type FileView } from '@/server/files/contract'
import type { ErrorCode } from '@/server/errors'
import { freshForm } from '@/server/forms/contract'
import type { FileActions } from './file-actions'
import { useSize } from './use-size'

const icons: Record<FileKind, IconName> = { image: 'image', document: 'minutes', sheet: 'ledger', slides: 'screen' }

export function FileRows({ files, actions }: { files: readonly FileView[]; actions: FileActions }) {
  const t = useTranslations('files')
  const format = useFormatter()
  const size = useSize()
  const toast = useToast()
  const [code, setCode] = useState<ErrorCode | null>(null)
  const [isBusy, startWork] = useTransition()

  function run(action: FileActions['remove'], file: FileView, after: () => void) {
    const data = new FormData()
    data.set('id', file.id)
    startWork(async () => {
      const answer = await action(freshForm, data)
      setCode(answer.code)
      if (answer.code === null) after()
    })
  }
  const restore = (file: FileView) =>
    run(actions.restore, file, () => toast({ text: t('restored', { name: file.name }) }))
  const remove = (file: FileView) =>
    run(actions.remove, file, () =>
      toast({
        text: t('removed', { name: file.name }),
        icon: 'trash',
        action: { label: t('undo'), onPress: () => restore(file) },
      }),
    )

  return (
    <>
      <FormError code={code} />
      <ul className="file-list" aria-busy={isBusy || undefined}>
        {files.map((file) => (
          <li key={file.id} className="file">
            <Icon name={icons[file.kind]} />
            <span className="file-words">
              <a href={fileHref(file.id)} download className="file-name">
                {file.name}
              </a>
              <span className="fine">
                {t(`kinds.${file.kind}`)} · {size(file.bytes)} · {file.addedBy} ·{' '}
                {format.dateTime(file.addedAt, 'dayMonth')}
              </span>
            </span>
            {file.isView ? (
              <a
                className="icon-btn icon-btn-bare file-act"
                href={previewHref(file.id)}
                target="_blank"
                rel="noreferrer"
                aria-label={t('viewOf', { name: file.name })}
              >
                <Icon name="eye" />
              </a>
            ) : null}
            {file.mayRemove ? (
              <IconButton
                icon="trash"
                bare
                label={t('removeOf', { name: file.name })}
                aria-disabled={isBusy || undefined}
                onClick={() => (isBusy ? undefined : remove(file))}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )
}
