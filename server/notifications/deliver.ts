// Puts what is due into the outbox: letters, and one digest a day for each person. One transaction takes rows up and writes
// their mails, so a kill leaves both or neither; mails_key makes each letter and each day's digest once. Without a mail
// server, an address or the wish for mail the page alone has it, from then on: nothing old goes out later.
import { and, asc, eq, inArray, isNull, lte, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { notificationChoices, notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import type { Known } from '@/server/notices/letter'
import { runtime } from '@/server/env'
import { queueLetter } from '@/server/mail/queue-mail'
import { groupOf, paceOf, type NotificationView } from './contract'
import { composeDigest, composeLetter, type Recipient } from './compose'
import { digestDay, nextDigest, type QuietHours } from './quiet-hours'
import { viewOf } from './read'

/** People in one transaction: some hundred letters, a second of work. */
const batch = 50
/** A notice may wait for a mail server that is away, but not for ever. */
const letterLifeMs = 3 * 86_400_000

type Row = typeof notifications.$inferSelect
type Due = { row: Row; view: NotificationView | null }
type Person = Recipient & { quiet: QuietHours; hasMail: boolean; unwanted: ReadonlySet<string> }

/** @returns how many letters and digests were put into the outbox */
export async function deliverDue(db: Db, at: Date): Promise<{ letters: number; digests: number }> {
  const done = { letters: 0, digests: 0 }
  for (;;) {
    const turn = await db.transaction((tx) => deliverSome(tx, at))
    done.letters += turn.letters
    done.digests += turn.digests
    if (turn.people < batch) return done
  }
}

async function deliverSome(tx: Tx, at: Date) {
  // Two at once would each see half of somebody's day.
  await tx.execute(raw`select pg_advisory_xact_lock(hashtext('notifications.deliver'))`)
  const due = and(isNull(notifications.settledAt), lte(notifications.dueAfter, at))
  const whose = await tx
    .select({ countyId: notifications.countyId, personId: notifications.personId })
    .from(notifications)
    .where(due)
    .groupBy(notifications.countyId, notifications.personId)
    .limit(batch)
  const done = { letters: 0, digests: 0, people: whose.length }
  const known: Known = new Map()
  for (const { countyId, personId } of whose) {
    const rows = await tx
      .select()
      .from(notifications)
      .where(and(due, eq(notifications.countyId, countyId), eq(notifications.personId, personId)))
      .orderBy(asc(notifications.createdAt), asc(notifications.id))
    const person = await readRecipient(tx, { countyId, personId })
    const all = rows.map((row) => ({ row, view: viewOf(row) }))
    done.letters += await sendLetters(tx, person, all.filter(isNow), known, at)
    done.digests += await sendDigest(
      tx,
      person,
      all.filter((each) => !isNow(each)),
      at,
    )
  }
  return done
}

const isNow = ({ view }: Due) => view !== null && paceOf(view.kind) === 'now'
const wants = (person: Person, { view }: Due) =>
  person.hasMail && view !== null && !person.unwanted.has(groupOf(view.kind))

async function sendLetters(tx: Tx, person: Person, due: readonly Due[], known: Known, at: Date): Promise<number> {
  let sent = 0
  for (const each of due) {
    const { row, view } = each
    const letter = wants(person, each)
      ? await composeLetter(tx, person, { ...view!, thingId: row.thingId }, at, known)
      : null
    if (letter) {
      const until = view!.detail.at && view!.kind === 'meeting.reminder' ? new Date(view!.detail.at) : null
      const expiresAt = until ?? new Date(at.getTime() + letterLifeMs)
      await queueLetter(tx, { ...person, kind: 'letter', key: `letter/${row.id}`, expiresAt }, letter, at)
      sent++
    }
    await settle(tx, [row], letter ? 'letter' : 'page', at)
  }
  return sent
}

async function sendDigest(tx: Tx, person: Person, due: readonly Due[], at: Date): Promise<number> {
  const open = due.filter((each) => each.row.readAt === null && wants(person, each))
  await settle(
    tx,
    due.filter((each) => !open.includes(each)).map(({ row }) => row),
    'page',
    at,
  )
  if (open.length === 0) return 0
  const day = digestDay(person.county.timeZone, at)
  const key = `digest/${person.personId}/${day}`
  const words = composeDigest(
    person,
    open.map(({ view }) => view!),
  )
  const expiresAt = new Date(at.getTime() + letterLifeMs)
  const isQueued = await queueLetter(tx, { ...person, kind: 'digest', key, expiresAt }, words, at)
  if (isQueued) {
    await settle(
      tx,
      open.map(({ row }) => row),
      'digest',
      at,
    )
    return 1
  }
  // This day's has left already: with the next.
  for (const { row } of open)
    await tx
      .update(notifications)
      .set({ dueAfter: nextDigest(person.quiet, at) })
      .where(isRow(row))
  return 0
}

const isRow = ({ countyId, id }: Row) => and(eq(notifications.countyId, countyId), eq(notifications.id, id))

async function settle(tx: Tx, rows: readonly Row[], sentBy: 'letter' | 'digest' | 'page', at: Date): Promise<void> {
  const [first] = rows
  if (!first) return
  const ids = rows.map(({ id }) => id)
  await tx
    .update(notifications)
    .set({ settledAt: at, sentBy })
    .where(and(eq(notifications.countyId, first.countyId), inArray(notifications.id, ids)))
}

async function readRecipient(tx: Tx, { countyId, personId }: Pick<Row, 'countyId' | 'personId'>): Promise<Person> {
  const [row] = await tx
    .select({ name: people.name, email: people.email, disabledAt: people.disabledAt, county: counties })
    .from(people)
    .innerJoin(counties, eq(counties.id, people.countyId))
    .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
  const choices = await tx
    .select()
    .from(notificationChoices)
    .where(and(eq(notificationChoices.countyId, countyId), eq(notificationChoices.personId, personId)))
  const { county } = row!
  return {
    countyId,
    personId,
    name: row!.name,
    email: row!.email ?? '',
    // The demo's addresses are made up: no letter of a made-up sitting goes to one.
    hasMail: runtime().mail && row!.email !== null && row!.disabledAt === null && !county.isDemo,
    county,
    quiet: { from: county.quietFrom, until: county.quietUntil, timeZone: county.timeZone },
    unwanted: new Set(choices.filter(({ byMail }) => !byMail).map(({ group }) => group)),
  }
}

/** Older than a year: nobody looks for it, and it says who was told what. */
export async function forgetOld(db: Db, at: Date): Promise<void> {
  await db.delete(notifications).where(lte(notifications.createdAt, new Date(at.getTime() - 365 * 86_400_000)))
}
