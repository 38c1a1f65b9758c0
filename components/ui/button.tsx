'use client'

import type { ComponentProps } from 'react'
import { buttonClass, type ButtonLook } from './button-class'
import { Icon } from './icon'

/** A busy button keeps its focus and its name and ignores presses: `disabled` would throw the focus away. */
export function Button({
  tone,
  size,
  wide,
  icon,
  busy,
  className,
  children,
  onClick,
  ...rest
}: ButtonLook & ComponentProps<'button'> & { busy?: boolean }) {
  const shown = busy ? 'sync' : icon
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ tone, size, wide, className })}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {shown ? <Icon name={shown} /> : null}
      {children}
    </button>
  )
}
