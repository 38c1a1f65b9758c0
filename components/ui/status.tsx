import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

/** Shapes, not states: a product word picks one. `late` and `soon` replace the shape where time has become the news. */
export type Shape = 'todo' | 'doing' | 'toVerify' | 'done' | 'stopped' | 'extended' | 'late' | 'soon'

const icons: Record<Shape, IconName> = {
  todo: 'st-todo',
  doing: 'st-doing',
  toVerify: 'st-verify',
  done: 'st-done',
  stopped: 'st-stopped',
  extended: 'st-ext',
  late: 'st-late',
  soon: 'warn',
}

const looks: Partial<Record<Shape, string>> = {
  done: 'status-done',
  late: 'status-late',
  soon: 'status-soon',
  stopped: 'status-stopped',
}

/** The shape speaks, colour only helps, the word is always there. */
export function Status({ shape, children }: { shape: Shape; children: ReactNode }) {
  return (
    <span className={classes('status', looks[shape])}>
      <Icon name={icons[shape]} />
      <span>{children}</span>
    </span>
  )
}
