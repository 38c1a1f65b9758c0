// RFC 4180 with a byte order mark, so that a spreadsheet reads Chinese; cells that would be a formula are made text
// (DECISIONS 36).

/** A cell that starts like a formula gets an apostrophe, as spreadsheets write it themselves. */
export const disarmed = (cell: string) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export const byteOrderMark = '\ufeff'

export const csvLine = (row: readonly string[]): string => `${row.map((cell) => quoted(disarmed(cell))).join(',')}\r\n`

export const toCsv = (rows: readonly (readonly string[])[]): string => byteOrderMark + rows.map(csvLine).join('')
