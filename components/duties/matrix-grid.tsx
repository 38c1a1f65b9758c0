'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Icon } from '@/components/ui/icon'
import { UnitKind, type UnitView } from '@/server/rooms/contract'
import { partIn } from './after-change'
import { DutyHead, Legend, Sums } from './matrix-parts'
import { MoveButtons } from './move-buttons'
import { PartDialog } from './part-dialog'
import { PartMark } from './part-mark'
import { useMatrix, type DutyAction } from './use-matrix'
import { unitOf, type DutyLine } from './view'
import './duties.css'

type Props = {
  units: readonly UnitView[]
  duties: readonly DutyLine[]
  /** Null for who only reads. */
  setPart: DutyAction | null
  move: DutyAction | null
}

/**
 * Duty × unit. For who may change it a grid with one stop for Tab: arrows walk, Enter takes the next part, Delete takes an
 * assisting unit out. What is clicked and what is typed go the same way.
 */
export function MatrixGrid({ units, duties: now, setPart, move }: Props) {
  const t = useTranslations('duties')
  const kinds = useTranslations('units.kinds')
  const announce = useAnnounce()
  const { shown: duties, isBusy, give, moveTo } = useMatrix(now, setPart, move)
  const table = useRef<HTMLTableElement>(null)
  const [here, setHere] = useState<readonly [number, number]>([0, 0])
  const [asked, setAsked] = useState<{ dutyId: string; unitId: string } | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  // A line that ended may have been the last.
  const at = [Math.min(here[0], duties.length - 1), Math.min(here[1], units.length - 1)] as const

  function press(duty: DutyLine, unit: UnitView) {
    const part = partIn(duty, unit.id)
    if (part === 'none') give(duty, unit, 'assisting')
    else if (part === 'assisting') setAsked({ dutyId: duty.id, unitId: unit.id })
    else announce(t('leadStays'))
  }

  function onKey(event: KeyboardEvent, row: number, column: number) {
    const walk: Record<string, readonly [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, units.length - 1],
    }
    const to = walk[event.key]
    if (to) {
      event.preventDefault()
      if (!duties[to[0]] || !units[to[1]]) return
      setHere(to)
      table.current?.querySelector<HTMLElement>(`[data-cell="${to[0]} ${to[1]}"]`)?.focus()
    } else if (
      (event.key === 'Delete' || event.key === 'Backspace') &&
      partIn(duties[row]!, units[column]!.id) === 'assisting'
    ) {
      event.preventDefault()
      give(duties[row]!, units[column]!, 'none')
    }
  }

  function drop(event: DragEvent, before: DutyLine) {
    event.preventDefault()
    if (!move || !dragged || dragged === before.id) return
    const duty = duties.find((each) => each.id === dragged)
    setDragged(null)
    if (!duty) return
    moveTo(duty, duties.indexOf(before))
  }

  const askedDuty = duties.find((each) => each.id === asked?.dutyId)
  const askedUnit = asked && unitOf(units, asked.unitId)
  const groups = UnitKind.options.map((kind) => ({ kind, count: units.filter((unit) => unit.kind === kind).length }))
  return (
    <div className="matrix-wide">
      <Legend mayChange={setPart !== null} />
      <div
        className="table-scroll matrix-scroll"
        role="region"
        aria-label={t('title')}
        tabIndex={setPart ? undefined : 0}
      >
        <table className="matrix" role={setPart ? 'grid' : undefined} ref={table} aria-busy={isBusy || undefined}>
          <caption className="sr">{t(setPart ? 'captionEdit' : 'caption')}</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2} className="matrix-corner">
                {t('duty')}
              </th>
              {groups
                .filter((group) => group.count > 0)
                .map((group) => (
                  <th
                    key={group.kind}
                    scope="colgroup"
                    colSpan={group.count}
                    className="matrix-kind"
                    data-unit={group.kind}
                  >
                    <span title={kinds(`${group.kind}.name`)}>
                      {group.count > 2 ? kinds(`${group.kind}.short`) : kinds(`${group.kind}.mark`)}
                    </span>
                  </th>
                ))}
            </tr>
            <tr>
              {units.map((unit) => (
                <th key={unit.id} scope="col" className="matrix-unit" data-unit={unit.kind}>
                  <span>{unit.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {duties.map((duty, row) => (
              <tr
                key={duty.id}
                data-dragged={dragged === duty.id || undefined}
                onDragOver={(event) => (dragged ? event.preventDefault() : undefined)}
                onDrop={(event) => drop(event, duty)}
              >
                <th scope="row" className="matrix-duty">
                  <DutyHead duty={duty}>
                    {move ? (
                      <span className="matrix-move">
                        <span
                          className="drag"
                          draggable
                          aria-hidden="true"
                          title={t('order.drag')}
                          onDragStart={(event) => {
                            event.dataTransfer.effectAllowed = 'move'
                            event.dataTransfer.setData('text/plain', duty.title)
                            setDragged(duty.id)
                          }}
                          onDragEnd={() => setDragged(null)}
                        >
                          <Icon name="drag" />
                        </span>
                        <MoveButtons duties={duties} at={row} onMove={moveTo} />
                      </span>
                    ) : null}
                  </DutyHead>
                </th>
                {units.map((unit, column) => {
                  const part = partIn(duty, unit.id)
                  const name = t('cell', { unit: unit.name, duty: duty.title, part: t(`parts.${part}`) })
                  return (
                    <td key={unit.id} data-unit={unit.kind} className="matrix-cell">
                      {setPart ? (
                        <button
                          type="button"
                          data-cell={`${row} ${column}`}
                          tabIndex={at[0] === row && at[1] === column ? 0 : -1}
                          aria-label={name}
                          title={name}
                          aria-haspopup={part === 'assisting' ? 'dialog' : undefined}
                          onFocus={() => setHere([row, column])}
                          onKeyDown={(event) => onKey(event, row, column)}
                          onClick={() => press(duty, unit)}
                        >
                          <PartMark part={part} />
                        </button>
                      ) : (
                        <>
                          <PartMark part={part} />
                          <span className="sr">{t(`parts.${part}`)}</span>
                        </>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
          <Sums units={units} duties={duties} />
        </table>
      </div>
      {askedDuty && askedUnit ? (
        <PartDialog
          duty={askedDuty.title}
          unit={askedUnit.name}
          lead={unitOf(units, askedDuty.leadUnitId)?.name ?? ''}
          onClose={() => setAsked(null)}
          onChoose={(part) => {
            setAsked(null)
            give(askedDuty, askedUnit, part)
          }}
        />
      ) : null}
    </div>
  )
}
