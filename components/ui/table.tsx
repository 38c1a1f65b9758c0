import type { ReactNode } from 'react'

export type Column<Row> = { key: string; head: ReactNode; cell: (row: Row) => ReactNode; number?: boolean }

type Props<Row> = {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  selected?: string
}

/** Rows on paper. The caption is spoken; what does not fit scrolls inside and can be reached by keyboard. */
export function Table<Row>({ caption, columns, rows, rowKey, selected }: Props<Row>) {
  return (
    <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.number ? 'num' : undefined}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} data-selected={rowKey(row) === selected || undefined}>
              {columns.map((column) => (
                <td key={column.key} className={column.number ? 'num' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
