'use client'

import { Dialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { classes } from './classes'
import { HoldPage } from './hold-page'
import { IconButton } from './icon-button'
import { useFocusBack } from './use-focus-back'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** A line above the title, e.g. a number and where it comes from. */
  over?: ReactNode
  closeLabel: string
  side?: 'right' | 'bottom'
  foot?: ReactNode
  children: ReactNode
}

/** Details over the page: 440 px at the right, the whole screen on a phone. Takes the focus to its heading; Esc closes. */
export function Sheet({ open, onOpenChange, title, over, closeLabel, side = 'right', foot, children }: Props) {
  const { remember, onCloseAutoFocus } = useFocusBack()
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="scrim scrim-sheet">
          <HoldPage />
          <Radix.Content
            className={classes('sheet', side === 'bottom' && 'sheet-bottom')}
            aria-describedby={undefined}
            onCloseAutoFocus={onCloseAutoFocus}
            onOpenAutoFocus={(event) => {
              remember()
              event.preventDefault()
              heading.current?.focus()
            }}
          >
            {side === 'bottom' ? <span className="sheet-grip" /> : null}
            <div className="sheet-head">
              <div className="grow">
                {over ? <div className="meta">{over}</div> : null}
                <Radix.Title className="heading" tabIndex={-1} ref={heading}>
                  {title}
                </Radix.Title>
              </div>
              <Radix.Close asChild>
                <IconButton icon="x" label={closeLabel} bare />
              </Radix.Close>
            </div>
            <div className="sheet-body">{children}</div>
            {foot ? <div className="sheet-foot">{foot}</div> : null}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}
