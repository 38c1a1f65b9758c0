import type { ReactNode } from 'react'

export function Specimen({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="specimen">
      <h3 className="label">{title}</h3>
      {children}
    </section>
  )
}
