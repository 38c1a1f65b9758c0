import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'

export type NumberCell = { count: number; href: string } | null
export type NumberRow = { key: string; name: ReactNode; cells: readonly NumberCell[] }

/** The figures of a picture: each leads to the rows behind it. Folded; read aloud as a table. */
export function NumberTable({
  caption,
  heads,
  rows,
  open = false,
}: {
  caption: string
  heads: readonly string[]
  rows: readonly NumberRow[]
  open?: boolean
}) {
  const t = useTranslations('action-items.pictures')
  const table = (
    <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table className="table number-table">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              {row.cells.map((cell, n) => (
                <td key={n}>{cell && cell.count > 0 ? <Link href={cell.href}>{cell.count}</Link> : '0'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
  if (open) return table
  return (
    <details className="number-fold">
      <summary>{t('figures')}</summary>
      {table}
    </details>
  )
}
