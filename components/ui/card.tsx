import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'

/** A surface on the desk; `paper` for what is read or written, plain for tools around it. */
export function Card({ paper, className, ...rest }: ComponentProps<'section'> & { paper?: boolean }) {
  return <section {...rest} className={classes('card', paper && 'card-paper', className)} />
}

export function CardHead({ title, note, children }: { title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className="card-head">
      <h2 className="subheading">{title}</h2>
      {note ? <span className="fine">{note}</span> : null}
      {children ? <span className="push">{children}</span> : null}
    </div>
  )
}
