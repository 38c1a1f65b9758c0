// The ledger as rows of words, in the columns a county office keeps (research/governance §5.2), in one language. Read from
// one snapshot by a cursor, a thousand at a time: however long the ledger, no more than that is held.
import { and, asc, desc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItemChanges as c, actionItems as a, actionItemUnits } from '@/db/schema/action-items'
import { memberships, units } from '@/db/schema/bodies'
import { files } from '@/db/schema/files'
import { followRules } from '@/db/schema/follow-up'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import type { Progress } from '@/server/export/contract'
import type { ActionItemId, CountyId } from '@/server/ids'
import { translator } from '@/server/messages'
import { dayIn } from '@/server/people/read-person'
import type { Locale } from '@/server/preferences/model'
import { itemNumber, warningOf } from './model'
import { ledgerColumns, ledgerJoins, saysProgress } from './ledger-rows'
import type { Now } from './ledger-where'

export const exportColumns = [
  'order',
  'number',
  'source',
  'task',
  'deliverable',
  'lead',
  'assisting',
  'leader',
  'owner',
  'due',
  'latest',
  'evidence',
  'state',
  'warning',
  'verified',
  'notes',
] as const

const atOnce = 1000

export const exportHeads = (locale: Locale): string[] => {
  const t = translator(locale, 'action-items')
  return exportColumns.map((name) => t(`export.${name}`))
}

/**
 * @param where which rows of action_items; who may read them was asked before
 * @param work gets batches of rows in the order of sittings, the newest first
 * @param onProgress hears how many there are before the first
 */
export async function eachExported(
  db: Db,
  countyId: CountyId,
  where: SQL,
  { locale, ...now }: Now & { locale: Locale },
  work: (rows: string[][]) => Promise<void> | void,
  onProgress: Progress = () => {},
): Promise<number> {
  return db.transaction(
    async (tx) => {
      const [all] = await tx.execute<{ total: number }>(sql`select count(*)::int as total from ${a} where ${where}`)
      onProgress(0, all!.total)
      await tx.execute(sql`declare exported no scroll cursor for select ${a.id} as id from ${a}
        join ${meetings} on ${ledgerJoins.meeting} where ${where}
        order by ${meetings.startsAt} desc, ${meetings.id}, ${a.number}`)
      let count = 0
      for (;;) {
        const ids = await tx.execute<{ id: ActionItemId }>(sql.raw(`fetch ${atOnce} from exported`))
        if (ids.length === 0) return count
        await work(
          await wordsOf(
            tx,
            countyId,
            ids.map((row) => row.id),
            count,
            { locale, ...now },
          ),
        )
        count += ids.length
        onProgress(count, all!.total)
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

async function wordsOf(
  tx: Tx,
  countyId: CountyId,
  ids: readonly ActionItemId[],
  before: number,
  { locale, today, timeZone }: Now & { locale: Locale },
): Promise<string[][]> {
  const t = translator(locale, 'action-items')
  const priorities = translator(locale, 'follow-up')
  const kinds = translator(locale, 'units')
  const many = [...ids]
  const rows = await tx
    .select(ledgerColumns)
    .from(a)
    .innerJoin(meetings, ledgerJoins.meeting)
    .leftJoin(units, ledgerJoins.unit)
    .leftJoin(agendaItems, ledgerJoins.agenda)
    .leftJoin(followRules, ledgerJoins.rules)
    .where(and(eq(a.countyId, countyId), inArray(a.id, many)))
  const assisting = await tx
    .select({ id: actionItemUnits.actionItemId, name: units.name })
    .from(actionItemUnits)
    .innerJoin(units, and(eq(units.countyId, actionItemUnits.countyId), eq(units.id, actionItemUnits.unitId)))
    .where(and(eq(actionItemUnits.countyId, countyId), inArray(actionItemUnits.actionItemId, many)))
    .orderBy(asc(units.name))
  const ofItems = and(eq(c.countyId, countyId), inArray(c.actionItemId, many))
  const latest = await tx
    .selectDistinctOn([c.actionItemId], { id: c.actionItemId, remark: c.remark, at: c.at })
    .from(c)
    .where(and(ofItems, saysProgress))
    .orderBy(c.actionItemId, desc(c.seq))
  const closed = await tx
    .selectDistinctOn([c.actionItemId], { id: c.actionItemId, by: c.byName, at: c.at })
    .from(c)
    .where(and(ofItems, eq(c.kind, 'state'), eq(c.toState, 'done')))
    .orderBy(c.actionItemId, desc(c.seq))
  const evidence = await tx
    .select({ id: files.actionItemId, count: sql<number>`count(*)::int` })
    .from(files)
    .where(and(eq(files.countyId, countyId), inArray(files.actionItemId, many), eq(files.state, 'ready')))
    .groupBy(files.actionItemId)
  const leaders = await leadersOf(tx, countyId, today)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const groups = new Map<ActionItemId, string[]>()
  for (const each of assisting) groups.set(each.id, [...(groups.get(each.id) ?? []), each.name])
  const [latestOf, closedOf, evidenceOf] = [keyed(latest), keyed(closed), keyed(evidence)]
  return ids.flatMap((id, n) => {
    const row = byId.get(id)
    if (!row) return []
    const warning = warningOf(row.state, row.dueOn, today, row.warn)
    const said = latestOf.get(id)
    const done = row.state === 'done' ? closedOf.get(id) : undefined
    return [
      [
        String(before + n + 1),
        itemNumber(row.meeting.issueNumber, row.number),
        row.agendaPosition === null
          ? t('export.sourceOfSitting', { meeting: row.meeting.title, issue: row.meeting.issueNumber })
          : t('export.sourceOf', {
              meeting: row.meeting.title,
              issue: row.meeting.issueNumber,
              position: row.agendaPosition,
            }),
        row.title,
        row.deliverable,
        row.lead
          ? t('export.unitOf', { unit: row.lead.name, mark: kinds(`kinds.${row.lead.kind}.mark`) })
          : t('noLead'),
        (groups.get(id) ?? []).join(t('export.separator')),
        row.lead ? (leaders.get(`${row.meeting.bodyId} ${row.lead.id}`) ?? '') : '',
        row.owner,
        row.dueOn ?? '',
        said ? t('export.saidOn', { remark: said.remark, day: dayIn(timeZone, said.at) }) : '',
        evidenceOf.has(id) ? t('export.files', { count: evidenceOf.get(id)!.count }) : '',
        t(`states.${row.state}`),
        warning ? t(`warningShort.${warning}`) : '',
        done ? t('export.verifiedBy', { name: done.by, day: dayIn(timeZone, done.at) }) : '',
        [...(row.priority === 'normal' ? [] : [priorities(`labels.priorities.${row.priority}`)]), ...row.tags].join(
          t('export.separator'),
        ),
      ],
    ]
  })
}

const keyed = <R extends { id: ActionItemId | null }>(rows: readonly R[]) => new Map(rows.map((row) => [row.id, row]))

/** Who sits for a unit in a body as its member or above, today: the leader who answers for it. */
async function leadersOf(tx: Tx, countyId: CountyId, today: string): Promise<Map<string, string>> {
  const rows = await tx
    .select({ bodyId: memberships.bodyId, unitId: memberships.unitId, name: people.name })
    .from(memberships)
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .where(
      and(
        eq(memberships.countyId, countyId),
        inArray(memberships.office, ['convenor', 'deputy-convenor', 'member']),
        sql`${memberships.fromOn} <= ${today}::date`,
        sql`(${memberships.untilOn} is null or ${memberships.untilOn} >= ${today}::date)`,
      ),
    )
    .orderBy(desc(memberships.fromOn))
  return new Map(rows.map((row) => [`${row.bodyId} ${row.unitId}`, row.name]))
}

/** Of a whole county, for the operator: a program's verb opens nothing restricted (DECISIONS 18). */
export const allOfCounty = (countyId: CountyId, eyes: SQL): SQL =>
  and(eq(a.countyId, countyId), isNull(a.withdrawnAt), eyes)!
