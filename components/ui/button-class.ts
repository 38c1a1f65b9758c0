import { classes } from './classes'
import type { IconName } from './icon-paths'

export type ButtonTone = 'plain' | 'primary' | 'quiet' | 'danger' | 'danger-solid'
export type ButtonSize = 'small' | 'big'

export type ButtonLook = { tone?: ButtonTone; size?: ButtonSize; wide?: boolean; icon?: IconName; className?: string }

export function buttonClass({ tone = 'plain', size, wide, className }: ButtonLook): string {
  return classes('btn', tone !== 'plain' && `btn-${tone}`, size && `btn-${size}`, wide && 'btn-wide', className)
}
