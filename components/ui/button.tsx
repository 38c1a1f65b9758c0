'use client'

import type { ComponentProps } from 'react'
import { buttonClass, type ButtonLook } from './button-class'
import { Icon } from './icon'
import { useSent } from './waiting'

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
  const isSent = useSent(rest.type)
  const isShut = busy || isSent
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

/**
 * Enter in a field presses the first button of its form. Where that is another than the one meant, this stands before it, out of
 * sight and of the way of Tab.
 */
export function EnterButton({ name, value }: { name: string; value: string }) {
  const isSent = useSent('submit')
  return (
    <button
      type="submit"
      name={name}
      value={value}
      className="sr"
      tabIndex={-1}
      aria-hidden="true"
      onClick={isSent ? (event) => event.preventDefault() : undefined}
    />
  )
}
