import type { ReactNode } from 'react'

/** Nothing here yet, and what to do next. Children are the buttons. */
export function Empty({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg className="pic" viewBox="0 0 96 64" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
        <path d="M34 10h28v44H34zM40 20h16M40 27h16M40 34h10" />
        <path d="M8 18v28M22 18v28M74 18v28M88 18v28" strokeDasharray="4 4" />
      </svg>
      <b>{title}</b>
      {text ? <span className="meta">{text}</span> : null}
      {children ? <div className="row row-wrap">{children}</div> : null}
    </div>
  )
}
