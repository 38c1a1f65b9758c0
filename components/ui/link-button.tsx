import Link from 'next/link'
import type { ComponentProps } from 'react'
import { buttonClass, type ButtonLook } from './button-class'
import { Icon } from './icon'

/** Goes somewhere and looks like a button. `external` leaves the router out: downloads, the room, other documents. */
export function LinkButton({
  tone,
  size,
  wide,
  icon,
  external,
  className,
  children,
  href,
  ...rest
}: ButtonLook & Omit<ComponentProps<'a'>, 'href'> & { href: string; external?: boolean }) {
  const look = buttonClass({ tone, size, wide, className })
  const inside = (
    <>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </>
  )
  return external ? (
    <a {...rest} href={href} className={look}>
      {inside}
    </a>
  ) : (
    <Link {...rest} href={href} className={look}>
      {inside}
    </Link>
  )
}
