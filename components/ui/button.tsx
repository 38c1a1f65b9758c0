'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { buttonClass, type ButtonLook } from './button-class'
import { Icon } from './icon'

/**
 * A busy button keeps its focus and its name and ignores presses: `disabled` would throw the focus away. So does every button
 * that would send a form whose answer is on its way.
 */
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
  const { pending } = useFormStatus()
  const isShut = busy || (pending && rest.type === 'submit')
  const shown = busy ? 'sync' : icon
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ tone, size, wide, className })}
      aria-busy={busy || undefined}
      aria-disabled={isShut || rest['aria-disabled'] || undefined}
      onClick={isShut ? (event) => event.preventDefault() : onClick}
    >
      {shown ? <Icon name={shown} /> : null}
      {children}
    </button>
  )
}
