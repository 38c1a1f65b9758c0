import { and, count, desc, eq, gt, inArray, isNull, min, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { bodies } from '@/db/schema/bodies'
import { ledgerImports } from '@/db/schema/ledger-imports'
import { meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import { can, type PersonActor } from '@/server/access'
import { itemNumber } from '@/server/action-items/model'
import { AppError } from '@/server/errors'
import type { BodyId, LedgerImportId, MeetingId } from '@/server/ids'
import { beforeFirst } from '@/server/meetings/model'
import { Counts, FileItem, Findings, mostShown } from './contract'

export type ImportRow = {
  id: LedgerImportId
  bodyName: string
  fileName: string
  /** A ready one past its day is expired, whether it was swept or not. */
  state: 'ready' | 'refused' | 'stored' | 'expired' | 'takenBack'
  by: string
  createdAt: Date
  expiresAt: Date
  storedAt: Date | null
  takenBackAt: Date | null
  counts: Counts
  problemCount: number
}
export type ImportDetail = ImportRow & {
  findings: Findings
  /** Of what waits for its confirmation, the first ones that are new, in the order of the file. */
  items: FileItem[]
  /** Of what was stored: its first number in the ledger, and where all of it is seen. */
  first: string | null
  home: MeetingId | null
  mayTakeBack: boolean
}

/** The bodies into whose ledger somebody may bring items. */
export async function listImportable(db: Db, actor: PersonActor): Promise<{ id: BodyId; name: string }[]> {
  const { countyId } = actor
  const ids = [...new Set(actor.memberships.map(({ bodyId }) => bodyId))].filter((bodyId) =>
    can(actor, 'action-item.import', { kind: 'body', countyId, bodyId }),
  )
  if (ids.length === 0) return []
  return db
    .select({ id: bodies.id, name: bodies.name })
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), inArray(bodies.id, ids)))
    .orderBy(bodies.name)
}

const select = (db: Db) =>
  db
    .select({
      id: ledgerImports.id,
      bodyId: ledgerImports.bodyId,
      byId: ledgerImports.byId,
      bodyName: bodies.name,
      fileName: ledgerImports.fileName,
      state: ledgerImports.state,
      by: people.name,
      createdAt: ledgerImports.createdAt,
      expiresAt: ledgerImports.expiresAt,
      storedAt: ledgerImports.storedAt,
      takenBackAt: ledgerImports.takenBackAt,
      counts: ledgerImports.counts,
      problemCount: ledgerImports.problemCount,
    })
    .from(ledgerImports)
    .innerJoin(bodies, and(eq(bodies.countyId, ledgerImports.countyId), eq(bodies.id, ledgerImports.bodyId)))
    .innerJoin(people, and(eq(people.countyId, ledgerImports.countyId), eq(people.id, ledgerImports.byId)))

const asRow = <R extends { state: ImportRow['state']; expiresAt: Date; counts: unknown }>(row: R, at: Date) => ({
  ...row,
  state: row.state === 'ready' && row.expiresAt <= at ? ('expired' as const) : row.state,
  counts: Counts.parse(row.counts),
})

/** The last imports into bodies this person runs, newest first. */
export async function listImports(db: Db, actor: PersonActor, at: Date): Promise<ImportRow[]> {
  const ids = (await listImportable(db, actor)).map(({ id }) => id)
  if (ids.length === 0) return []
  const rows = await select(db)
    .where(and(eq(ledgerImports.countyId, actor.countyId), inArray(ledgerImports.bodyId, ids)))
    .orderBy(desc(ledgerImports.createdAt))
    .limit(20)
  return rows.map((row) => asRow(row, at))
}

/** @throws not_found also where the person may not import into that body */
export async function readImport(db: Db, actor: PersonActor, id: LedgerImportId, at: Date): Promise<ImportDetail> {
  const { countyId } = actor
  const here = and(eq(ledgerImports.countyId, countyId), eq(ledgerImports.id, id))
  const [row] = await select(db).where(here)
  if (!row || !can(actor, 'action-item.import', { kind: 'body', countyId, bodyId: row.bodyId }))
    throw new AppError('not_found')
  const [kept] = await db
    .select({ rows: ledgerImports.rows, findings: ledgerImports.findings })
    .from(ledgerImports)
    .where(here)
  const findings = Findings.parse(kept!.findings)
  const known = new Set(findings.known.map((each) => each.row))
  const shown = asRow(row, at)
  const items = shown.state === 'ready' && kept!.rows !== null ? FileItem.array().parse(kept!.rows) : []
  const { isTouched, ...stored } = await readStored(db, actor, id)
  return {
    ...shown,
    findings,
    items: items.filter((item) => !known.has(item.row)).slice(0, mostShown),
    ...stored,
    mayTakeBack: shown.state === 'stored' && row.byId === actor.personId && !isTouched,
  }
}

async function readStored(db: Db, { countyId }: PersonActor, id: LedgerImportId) {
  const ofImport = and(eq(actionItems.countyId, countyId), eq(actionItems.importId, id))
  const [first] = await db
    .select({ number: min(actionItems.number), meetingId: sql<MeetingId | null>`min(${actionItems.meetingId}::text)` })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .where(ofImport)
  const mine = db.select({ id: actionItems.id }).from(actionItems).where(ofImport)
  const [touched] = await db
    .select({ count: count() })
    .from(actionItems)
    .where(
      and(
        eq(actionItems.countyId, countyId),
        or(
          and(eq(actionItems.importId, id), gt(actionItems.lastSeq, 1)),
          and(
            inArray(actionItems.parentId, mine),
            isNull(actionItems.withdrawnAt),
            sql`${actionItems.importId} is distinct from ${id}`,
          ),
        ),
      ),
    )
  const number = first?.number ?? null
  return {
    first: number === null ? null : itemNumber(beforeFirst, number),
    home: first?.meetingId ?? null,
    isTouched: touched!.count > 0,
  }
}
