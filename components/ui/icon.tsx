import { classes } from './classes'
import { iconPaths, type IconName } from './icon-paths'

export type { IconName }

/** Hidden from screen readers unless `label` says what it means by itself. */
export function Icon({ name, size, label }: { name: IconName; size?: 'small' | 'large'; label?: string }) {
  return (
    <svg
      className={classes('ic', size === 'small' && 'ic-s', size === 'large' && 'ic-l')}
      viewBox="0 0 24 24"
      focusable="false"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      dangerouslySetInnerHTML={{ __html: iconPaths[name] }}
    />
  )
}
