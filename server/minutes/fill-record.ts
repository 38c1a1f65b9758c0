// What the record has and nobody should type: who was there, who spoke to which item and when. It is written into the text
// as blocks of its own, by one edit, and written anew where it stands already. Of a restricted item nothing is written: its
// text is another document, and this one is read by everybody.
import { and, asc, eq, isNull } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Db, Tx } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { floorTurns } from '@/db/schema/floor'
import { agendaItems } from '@/db/schema/meetings'
import { restrictedItems } from '@/db/schema/minutes'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { readAttendance, type Attendee } from '@/server/attendance/read'
import { AppError } from '@/server/errors'
import type { AgendaItemId, MeetingId, PersonId } from '@/server/ids'
import { translator } from '@/server/messages'
import { fragmentOfItem, type RecordBlockName, type RecordLine } from '@/server/minutes/contract'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { readDocumentOfMeeting } from '@/server/minutes/read'
import { appendUpdate, lockForSettling } from '@/server/minutes/settle'
import type { Locale } from '@/server/preferences/model'
import { changeRoom, type RoomRow } from '@/server/rooms/change-room'

/** By who runs the sitting. @throws document_frozen, not_found, not_allowed */
export function fillRecord(db: Db, actor: Actor, { meetingId }: { meetingId: MeetingId }, at: Date) {
  return changeRoom(db, actor, meetingId, 'room.run', at, async (tx, room) => {
    const written = await writeRecord(
      tx,
      room,
      actor.kind === 'seat' || actor.kind === 'person' ? actor.personId : null,
      at,
    )
    if (written === 'frozen') throw new AppError('document_frozen')
    if (written === null) return null
    return {
      result: written.head,
      topic: 'meeting',
      event: { verb: 'minutes.fill', thingId: written.documentId, detail: { as: written.head } },
    }
  })
}

/**
 * The caller holds the meeting's row and has asked access.
 * @returns null when the text says it already, `frozen` when nobody writes in it any more
 */
export async function writeRecord(tx: Tx, room: RoomRow, senderId: PersonId | null, at: Date) {
  const documentId = await readDocumentOfMeeting(tx, room.countyId, room.id)
  if (!documentId) throw new AppError('not_found')
  // Two that fill at once would each put the blocks there.
  await lockForSettling(tx, documentId)
  const stored = await loadBytes(tx, documentId)
  if (!stored) throw new AppError('not_found')
  const [county] = await tx
    .select({ locale: counties.locale, timeZone: counties.timeZone })
    .from(counties)
    .where(eq(counties.id, room.countyId))
  const { locale, timeZone } = county!
  const t = translator(locale, 'minutes')
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
  const items = await readOpenItems(tx, room)
  const turns = await readTurns(tx, room)
  const { doc } = await buildDocInTurns(stored)
  const before = Y.encodeStateVector(doc)
  const attendance = attendanceLines(await readAttendance(tx, room.id, at), t, locale)
  let changes = 0
  doc.transact(() => {
    const texts = items.map((item) => doc.getXmlFragment(fragmentOfItem(item.id)))
    const home = texts.find((text) => blockIn(text, 'attendance')) ?? texts[0]
    if (home && attendance.length > 0) changes += put(home, 'attendance', attendance, 'start')
    for (const [at, item] of items.entries()) {
      const span = item.startedAt && spanOf(clock, item.startedAt, item.endedAt)
      const spoke = turns
        .filter((turn) => turn.agendaItemId === item.id)
        .map(({ name, unit, kind, startedAt, endedAt }) => {
          const who = t('fromRecord.spoken', { name, unit: unit ?? '', hasUnit: unit ? 'yes' : 'no' })
          const said = kind === 'order' ? t('fromRecord.order', { name: who }) : who
          return `${said} ${spanOf(clock, startedAt, endedAt)}`
        })
      const lines = [
        ...(span ? [{ label: t('fromRecord.time'), text: span }] : []),
        ...(spoke.length > 0 ? [{ label: t('fromRecord.spoke'), text: spoke.join(separators[locale].groups) }] : []),
      ]
      if (lines.length > 0) changes += put(texts[at]!, 'speakers', lines, 'end')
    }
  })
  const update = Y.encodeStateAsUpdate(doc, before)
  doc.destroy()
  if (changes === 0) return null
  const row = await appendUpdate(tx, { documentId, update, senderId }, at)
  return row ? { documentId, head: row.head } : ('frozen' as const)
}

const separators = {
  'zh-Hans': { names: '、', groups: '；' },
  'zh-Hant': { names: '、', groups: '；' },
  en: { names: ', ', groups: '; ' },
} as const

const spanOf = (clock: Intl.DateTimeFormat, from: Date, to: Date | null) =>
  `${clock.format(from)}–${to ? clock.format(to) : ''}`

type Words = ReturnType<typeof translator<'minutes'>>

/** 出席, 列席, 请假, 缺席: each with how many, by unit, and for whom somebody sat. */
function attendanceLines(
  lists: Record<'present' | 'observers' | 'excused' | 'absent', Attendee[]>,
  t: Words,
  locale: Locale,
): RecordLine[] {
  const { names, groups } = separators[locale]
  return (['present', 'observers', 'excused', 'absent'] as const).flatMap((standing) => {
    const list = lists[standing]
    if (list.length === 0) return []
    const byUnit = new Map<string, string[]>()
    for (const { name, proxyName, unit } of list) {
      const said = proxyName === null ? name : t('fromRecord.inPlaceOf', { name: proxyName, member: name })
      byUnit.set(unit?.name ?? '', [...(byUnit.get(unit?.name ?? '') ?? []), said])
    }
    const text = [...byUnit].map(([unit, people]) => `${unit} ${people.join(names)}`.trim()).join(groups)
    return [{ label: t(`fromRecord.${standing}`), text: t('fromRecord.count', { count: list.length, names: text }) }]
  })
}

const blockIn = (text: Y.XmlFragment, name: RecordBlockName) =>
  text.toArray().find((node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === name)

/** 1 where the text changed. A block that somebody took out comes back; one that was moved stays where it is. */
function put(text: Y.XmlFragment, name: RecordBlockName, lines: readonly RecordLine[], where: 'start' | 'end'): 0 | 1 {
  const said = JSON.stringify(lines)
  const there = blockIn(text, name)
  if (there?.getAttribute('lines') === said) return 0
  if (there) {
    there.setAttribute('lines', said)
    return 1
  }
  const made = new Y.XmlElement(name)
  made.setAttribute('lines', said)
  const last = text.length > 0 ? text.get(text.length - 1) : null
  const isBlank = last instanceof Y.XmlElement && last.nodeName === 'paragraph' && last.length === 0
  if (where === 'start') text.insert(0, [made])
  // The empty line at the end is where one writes on.
  else if (isBlank && text.length > 1) text.insert(text.length - 1, [made])
  else text.push([made, new Y.XmlElement('paragraph')])
  return 1
}

async function readOpenItems(tx: Tx, room: RoomRow) {
  return tx
    .select({ id: agendaItems.id, startedAt: agendaItems.startedAt, endedAt: agendaItems.endedAt })
    .from(agendaItems)
    .leftJoin(
      restrictedItems,
      and(eq(restrictedItems.countyId, agendaItems.countyId), eq(restrictedItems.agendaItemId, agendaItems.id)),
    )
    .where(
      and(
        eq(agendaItems.countyId, room.countyId),
        eq(agendaItems.meetingId, room.id),
        isNull(restrictedItems.agendaItemId),
      ),
    )
    .orderBy(asc(agendaItems.position))
}

type Turn = {
  agendaItemId: AgendaItemId | null
  name: string
  unit: string | null
  kind: 'turn' | 'order'
  startedAt: Date
  endedAt: Date | null
}

async function readTurns(tx: Tx, room: RoomRow): Promise<Turn[]> {
  return tx
    .select({
      agendaItemId: floorTurns.agendaItemId,
      name: seats.name,
      unit: units.name,
      kind: floorTurns.kind,
      startedAt: floorTurns.startedAt,
      endedAt: floorTurns.endedAt,
    })
    .from(floorTurns)
    .innerJoin(seats, and(eq(seats.countyId, floorTurns.countyId), eq(seats.id, floorTurns.seatId)))
    .leftJoin(units, and(eq(units.countyId, seats.countyId), eq(units.id, seats.unitId)))
    .where(and(eq(floorTurns.countyId, room.countyId), eq(floorTurns.meetingId, room.id)))
    .orderBy(asc(floorTurns.startedAt), asc(floorTurns.id))
}
