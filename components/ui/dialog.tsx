'use client'

import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { HoldPage } from './hold-page'
import { IconButton } from './icon-button'
import { useFocusBack } from './use-focus-back'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  text?: ReactNode
  /** Names the cross at the head. */
  closeLabel: string
  actions?: ReactNode
  wide?: boolean
  children?: ReactNode
}

/** Holds the focus and gives it back; Esc and a press outside close. */
export function Dialog({ open, onOpenChange, title, text, closeLabel, actions, wide, children }: Props) {
  const { remember, onCloseAutoFocus } = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="scrim">
          <HoldPage />
          <Radix.Content
            onOpenAutoFocus={remember}
            onCloseAutoFocus={onCloseAutoFocus}
            className={classes('dialog', wide && 'dialog-wide')}
            {...(text ? {} : { 'aria-describedby': undefined })}
          >
            <div className="dialog-head">
              <Radix.Title className="subheading grow">{title}</Radix.Title>
              <Radix.Close asChild>
                <IconButton icon="x" label={closeLabel} bare />
              </Radix.Close>
            </div>
            {text ? <Radix.Description className="meta">{text}</Radix.Description> : null}
            {children}
            {actions ? <div className="dialog-actions">{actions}</div> : null}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}
