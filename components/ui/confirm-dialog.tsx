'use client'

import { AlertDialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'
import { HoldPage } from './hold-page'
import { useFocusBack } from './use-focus-back'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  text: ReactNode
  confirm: ReactNode
  cancel: ReactNode
  onConfirm: () => void
  danger?: boolean
  busy?: boolean
}

/** A question that must be answered: a press outside does nothing, the focus starts on cancel.
    It stays open until the caller closes it, so that a refusal can be shown. */
export function ConfirmDialog({ open, onOpenChange, title, text, confirm, cancel, onConfirm, danger, busy }: Props) {
  const { remember, onCloseAutoFocus } = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="scrim">
          <HoldPage />
          <Radix.Content onOpenAutoFocus={remember} onCloseAutoFocus={onCloseAutoFocus} className="dialog" aria-modal>
            <Radix.Title className="subheading">{title}</Radix.Title>
            <Radix.Description className="meta dialog-text">{text}</Radix.Description>
            <div className="dialog-actions">
              <Radix.Cancel asChild>
                <Button>{cancel}</Button>
              </Radix.Cancel>
              <Button tone={danger ? 'danger-solid' : 'primary'} busy={busy} onClick={onConfirm}>
                {confirm}
              </Button>
            </div>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}
