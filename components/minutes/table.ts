// Tables of the minutes: rows of cells that hold paragraphs, nothing else. prosemirror-tables evens out a ragged table at every
// change it sees, and so would every editor that has the text open, each adding cells to the others' cells without end. Here
// it is done by one person alone, who works on that table; until then a short row is shown, printed and kept as it is.
import { mergeAttributes, Node, type Editor } from '@tiptap/core'
import { Plugin, TextSelection, type Command } from '@tiptap/pm/state'
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  fixTables,
  goToNextCell,
  isInTable,
  tableEditing,
  toggleHeaderRow,
} from '@tiptap/pm/tables'

const roles: Record<string, string> = { table: 'table', tableRow: 'row', tableCell: 'cell', tableHeader: 'header_cell' }

const span = (name: 'colspan' | 'rowspan') => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Math.min(Math.max(Number(element.getAttribute(name)) || 1, 1), 60),
  renderHTML: (attributes: Record<string, unknown>) =>
    Number(attributes[name]) > 1 ? { [name]: attributes[name] } : {},
})

const cell = (name: 'tableCell' | 'tableHeader', tag: 'td' | 'th') =>
  Node.create({
    name,
    content: 'paragraph+',
    isolating: true,
    addAttributes: () => ({ colspan: span('colspan'), rowspan: span('rowspan') }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  })

const tableRow = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)*',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: ({ HTMLAttributes }) => ['tr', HTMLAttributes, 0],
})

const table = Node.create({
  name: 'table',
  content: 'tableRow+',
  group: 'block',
  isolating: true,
  parseHTML: () => [{ tag: 'table' }],
  // The box around it scrolls on a narrow screen.
  renderHTML: ({ HTMLAttributes }) => ['div', { class: 'doc-table' }, ['table', HTMLAttributes, ['tbody', 0]]],
  extendNodeSchema: ({ name }) => (roles[name] ? { tableRole: roles[name] } : {}),
  addKeyboardShortcuts() {
    const run = (step: TableStep) => () => runTable(this.editor, step)
    return {
      Tab: () => isInTable(this.editor.state) && (toCell(this.editor, 1) || nextRow(this.editor)),
      'Shift-Tab': () => isInTable(this.editor.state) && (toCell(this.editor, -1) || true),
      'Mod-Alt-ArrowUp': run('rowAbove'),
      'Mod-Alt-ArrowDown': run('rowBelow'),
      'Mod-Alt-ArrowLeft': run('columnBefore'),
      'Mod-Alt-ArrowRight': run('columnAfter'),
      'Mod-Alt-Backspace': run('dropRow'),
      'Mod-Alt-Shift-Backspace': run('dropColumn'),
    }
  },
  addProseMirrorPlugins() {
    const { spec } = tableEditing()
    return [
      new Plugin({
        ...spec,
        // Told that nothing changed, it sets the selection right and evens out nothing.
        appendTransaction(transactions, _before, state) {
          return spec.appendTransaction!.call(this, transactions, state, state)
        },
      }),
    ]
  },
})

export const tableNodes = [table, tableRow, cell('tableHeader', 'th'), cell('tableCell', 'td')]

const steps = {
  rowAbove: addRowBefore,
  rowBelow: addRowAfter,
  columnBefore: addColumnBefore,
  columnAfter: addColumnAfter,
  headerRow: toggleHeaderRow,
  dropRow: deleteRow,
  dropColumn: deleteColumn,
  dropTable: deleteTable,
} satisfies Record<string, Command>
export type TableStep = keyof typeof steps
export const tableSteps = Object.keys(steps) as TableStep[]

/** Evens out the table first: the commands reckon with rows of one length. False outside of a table. */
export function runTable(editor: Editor, step: TableStep): boolean {
  const { view } = editor
  if (!editor.isEditable || !isInTable(view.state)) return false
  const evened = fixTables(view.state)
  if (evened) view.dispatch(evened)
  const isDone = steps[step](view.state, view.dispatch)
  view.focus()
  return isDone
}

const toCell = ({ view }: Editor, direction: 1 | -1) => goToNextCell(direction)(view.state, view.dispatch)

function nextRow(editor: Editor): true {
  if (editor.isEditable && runTable(editor, 'rowBelow')) toCell(editor, 1)
  return true
}

/** A head and two rows of three, after the block the caret is in; the caret into its first cell. */
export function insertTable(editor: Editor): void {
  const { $from } = editor.state.selection
  const block = $from.depth > 0 ? $from.node(1) : null
  const isEmpty = block !== null && block.type.name === 'paragraph' && block.content.size === 0
  const at = $from.depth === 0 ? $from.pos : isEmpty ? $from.before(1) : $from.after(1)
  const row = (type: string) => ({
    type: 'tableRow',
    content: Array.from({ length: 3 }, () => ({ type, content: [{ type: 'paragraph' }] })),
  })
  const made = { type: 'table', content: [row('tableHeader'), row('tableCell'), row('tableCell')] }
  const isLast = at >= editor.state.doc.content.size
  editor.commands.insertContentAt(at, isLast ? [made, { type: 'paragraph' }] : [made], { updateSelection: false })
  const { view } = editor
  // Past the opening of table, row, cell and paragraph.
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at + 4)).scrollIntoView())
  view.focus()
}
