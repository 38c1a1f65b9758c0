// A county of three joint bodies, sixty units, two thousand sittings with fifty items each, and fifty people who sit in all
// three. Old items are mostly closed, as in any ledger; some are under restricted agenda items, with lists of a few people.
import type { Connection } from '@/db/client'
import { addDays } from '@/server/action-items/model'
import { fold } from '@/server/search/fold'
import { gramsOfEntry } from '@/server/search/model'
import type { ActionItemId, BodyId, CountyId, DutyId, MeetingId, PersonId, UnitId } from '@/server/ids'
import { dayIn } from '@/server/people/read-person'
import { makeMeeting } from '@/tests/support/doors/place'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

const sittings = { first: 1200, others: 400 }
const itemsEach = 50
const askers = 50
const restrictedSittings = 20

/** The same every time. */
let seed = 20261129
const random = () => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return seed / 2 ** 32
}

// The commonest first: the n-th stands about 1/n as often as the first.
const words =
  '方案 学校 安全 家长 社区 检查 培训 放学 交通 心理 宣传 食堂 清单 值守 护学 课后 走访 台账 公示 名单 经费 溺水 欺凌 研学 视力 校车 消防 热线 困境 场馆'.split(
    ' ',
  )
const tags = ['护学', '心理', '课后', '食品', '交通', '家访', '假期', '防溺水', '研学', '法治']
const kinds = ['government', 'department', 'school', 'school', 'school', 'family', 'society']
export const someWord = () => words[Math.floor(words.length ** random()) - 1] ?? words[0]!
const rare = () => String.fromCharCode(0x4e00 + Math.floor(random() * 20_000))
export const strangeWord = () => rare() + rare()

export type FilledLedger = {
  countyId: CountyId
  personIds: PersonId[]
  bodyId: BodyId
  meetingId: MeetingId
  unitId: UnitId
  dutyId: DutyId
  itemId: ActionItemId
  today: string
}

export async function fillLedger(
  { db, sql }: Connection,
  at: Date,
  share: number,
  say: (line: string) => void,
): Promise<FilledLedger> {
  const begun = performance.now()
  const today = dayIn('Asia/Shanghai', at)
  const rooms: TestRoom[] = []
  for (let n = 0; n < 3; n++) {
    rooms.push(await makeTestRoom(db, { isOpen: false, inCounty: rooms[0]?.countyId }))
    // Names of units are taken once in a county; the next body brings the same.
    await sql`update units set name = name || ${String(n + 1)} where id in ${sql(Object.values(rooms[n]!.unit))}`
    await sql`update bodies set name = name || ${String(n + 1)} where id = ${rooms[n]!.bodyId}`
  }
  const first = rooms[0]!
  const { countyId } = first
  await sql`insert into units (county_id, id, name, kind, created_at)
    select ${countyId}, gen_random_uuid(), '第' || (array['一','二','三','四','五','六','七','八','九','十'])[1 + n / 10] ||
      (array['一','二','三','四','五','六','七','八','九','十'])[1 + n % 10] || '单位',
      (${sql.array(kinds)}::text[])[1 + n % ${kinds.length}], ${at.toISOString()} from generate_series(0, 56) n`
  await sql`update units set name = '第十七小学' where county_id = ${countyId} and id =
    (select id from units where county_id = ${countyId} and kind = 'school' order by name desc limit 1)`
  await sql`insert into body_units (county_id, body_id, unit_id)
    select ${countyId}, b.id, u.id from bodies b, units u where b.county_id = ${countyId} and u.county_id = ${countyId}
    on conflict do nothing`
  const [unit] = await sql`select id from units where county_id = ${countyId} and name = '第十七小学'`
  const unitId = unit!.id as UnitId
  const personIds: PersonId[] = []
  for (let n = 0; n < askers; n++) {
    const { personId } = await first.person(`委员${n}`, n % 10 === 0 ? 'secretary' : 'member', unitId)
    personIds.push(personId)
  }
  for (const { bodyId } of rooms.slice(1))
    await sql`insert into memberships (county_id, id, body_id, unit_id, person_id, office, from_on)
      select ${countyId}, gen_random_uuid(), ${bodyId}, ${unitId}, p::uuid, 'member', '2026-01-01'
      from unnest(${sql.array(personIds)}::text[]) p`
  for (const { bodyId } of rooms)
    await sql`insert into duties (county_id, id, body_id, title, from_on, lead_unit_id, position, created_at, changed_at)
      select ${countyId}, gen_random_uuid(), ${bodyId}, '职责' || n, '2026-01-01', ${unitId}, n, ${at.toISOString()},
        ${at.toISOString()} from generate_series(1, 40) n`
  for (const room of rooms) {
    const count = share * (room === first ? sittings.first : sittings.others)
    await fillBody(sql, room, count, at)
  }
  for (let n = 0; n < restrictedSittings; n++) {
    const readers = [first.secretary.personId, ...personIds.filter((_, at) => at % 10 === 0)]
    const meetingId = await makeMeeting(db, first, false, readers)
    await sql`insert into action_items (county_id, id, document_id, local_id, meeting_id, agenda_item_id, number, title,
        lead_unit_id, state, due_on, created_at, changed_at)
      select ${countyId}, gen_random_uuid(), r.document_id, 'restricted' || n, ${meetingId}, r.agenda_item_id, n,
        '个案转介与跟进' || n, ${unitId}, 'doing', ${today}::date + n, ${at.toISOString()}, ${at.toISOString()}
      from restricted_items r join agenda_items g on g.county_id = r.county_id and g.id = r.agenda_item_id,
        generate_series(1, 10) n where g.meeting_id = ${meetingId}`
  }
  const filledAt = performance.now()
  await indexWords(sql, countyId)
  await sql`vacuum (analyze)`
  const [size] = await sql`select count(*)::int as items,
    count(*) filter (where state in ('todo','doing','toVerify'))::int as open,
    pg_size_pretty(pg_total_relation_size('action_items')) as space from action_items`
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(0)
  say(
    `${size!.items} items (${size!.open} open, ${restrictedSittings * 10} restricted), ${size!.space}; filled in ${seconds(begun, filledAt)} s, words indexed in ${seconds(filledAt, performance.now())} s`,
  )
  const day = addDays(today, -400)
  const [item] = await sql`select id, meeting_id from action_items where county_id = ${countyId}
    and body_id = ${first.bodyId} and created_at < ${`${day}T00:00:00Z`} order by created_at desc limit 1`
  const [duty] = await sql`select id from duties where body_id = ${first.bodyId} order by position limit 1`
  return {
    countyId,
    personIds,
    bodyId: rooms[1]!.bodyId,
    meetingId: item!.meeting_id as MeetingId,
    unitId,
    dutyId: duty!.id as DutyId,
    itemId: item!.id as ActionItemId,
    today,
  }
}

/** Sittings a day and a bit apart, the last of them yesterday; of each its minutes, four agenda items, fifty items. */
async function fillBody(sql: Connection['sql'], room: TestRoom, count: number, at: Date): Promise<void> {
  const { countyId, bodyId, seriesId } = room
  const titles = Array.from({ length: 2000 }, (_, n) =>
    [someWord(), someWord(), n % 5 === 0 ? strangeWord() : someWord(), '工作', someWord()].join(''),
  )
  await sql.begin(async (tx) => {
    await tx`select setseed(0.42)`
    await tx`create temporary table titles on commit drop as
      select n, title from unnest(${sql.array(titles)}::text[]) with ordinality t (title, n)`
    await tx`insert into meetings (county_id, id, body_id, series_id, title, issue_number, starts_at, ends_at, join_code,
        created_at)
      select ${countyId}, gen_random_uuid(), ${bodyId}, ${seriesId}, '联席会议例会', 1000 + n, s, s + interval '1 hour',
        ${bodyId.slice(0, 8)} || 'b' || n, s
      from generate_series(1, ${count}::int) n,
        lateral (select ${at.toISOString()}::timestamptz - (${count}::int - n + 1) * interval '1 day' * (1200.0 / ${count}::int) as s) d`
    await tx`insert into documents (county_id, id, kind, meeting_id, title, created_at)
      select county_id, gen_random_uuid(), 'minutes', id, '纪要', starts_at from meetings
      where county_id = ${countyId} and body_id = ${bodyId} and issue_number > 1000`
    await tx`insert into agenda_items (county_id, id, meeting_id, title, position, minutes_planned)
      select m.county_id, gen_random_uuid(), m.id, '议题' || n, n, 10 from meetings m, generate_series(1, 4) n
      where m.county_id = ${countyId} and m.body_id = ${bodyId} and m.issue_number > 1000`
    await tx`create temporary table some_units on commit drop as
      select id, row_number() over (order by name) as n from units where county_id = ${countyId}`
    await tx`create temporary table some_duties on commit drop as
      select id, row_number() over (order by position) as n from duties where county_id = ${countyId} and body_id = ${bodyId}`
    await tx`analyze meetings, documents`
    await tx`create temporary table drawn on commit drop as
      select m.id as meeting_id, d.id as document_id, m.starts_at, n, gen_random_uuid() as id,
        ${at.toISOString()}::timestamptz - m.starts_at as age, random() as r1, random() as r2, random() as r3, random() as r4,
        1 + floor(random() * 2000)::int as title_n, 1 + floor(random() * 60)::int as unit_n, 1 + floor(random() * 200)::int as duty_n,
        1 + floor(random() * ${tags.length})::int as tag_n
      from meetings m join documents d on d.county_id = m.county_id and d.meeting_id = m.id, generate_series(1, ${itemsEach}) n
      where m.county_id = ${countyId} and m.body_id = ${bodyId} and m.issue_number > 1000`
    // Else Postgres would take each of these for empty.
    await tx`analyze meetings, documents, agenda_items, titles, some_units, some_duties, drawn`
    await tx`insert into action_items (county_id, id, document_id, local_id, meeting_id, agenda_item_id, number, title,
        lead_unit_id, owner, deliverable, due_on, priority, tags, percent, last_seq, state, duty_id, duty_body_id, created_at,
        changed_at)
      select ${countyId}, x.id, x.document_id, 'bench' || x.n, x.meeting_id, g.id, x.n, t.title || x.n,
        case when x.r1 < 0.98 then u.id end, '责任人' || (1 + x.duty_n), case when x.r2 < 0.6 then t.title || '一份' else '' end,
        case when x.r3 < 0.95 then (x.starts_at + (10 + 120 * x.r4) * interval '1 day')::date end,
        (array['normal','normal','normal','normal','high','urgent'])[1 + x.n % 6],
        case when x.r4 < 0.5 then array[(${sql.array(tags)}::text[])[x.tag_n]] else '{}' end,
        floor(x.r1 * 100)::int, 2,
        case when x.age > interval '200 days' then case when x.r2 < 0.9 then 'done' when x.r2 < 0.97 then 'stopped' else 'doing' end
          when x.age > interval '60 days' then case when x.r2 < 0.6 then 'done' when x.r2 < 0.7 then 'toVerify' else 'doing' end
          else case when x.r2 < 0.2 then 'done' when x.r2 < 0.3 then 'toVerify' when x.r2 < 0.7 then 'doing' else 'todo' end end,
        q.id, case when q.id is not null then ${bodyId}::uuid end, x.starts_at,
        least(${at.toISOString()}::timestamptz, x.starts_at + x.r3 * interval '100 days') + x.n * interval '1 millisecond'
      from drawn x join titles t on t.n = x.title_n left join some_units u on u.n = x.unit_n
        left join some_duties q on q.n = x.duty_n
        join agenda_items g on g.county_id = ${countyId} and g.meeting_id = x.meeting_id and g.position = 1 + x.n % 4`
    await tx`insert into action_item_units (county_id, action_item_id, unit_id)
      select ${countyId}, x.id, u.id from drawn x join some_units u on u.n = 1 + (x.unit_n + x.tag_n) % 60 where x.r3 < 0.6`
    await tx`insert into action_item_changes (county_id, id, action_item_id, seq, kind, from_state, to_state, remark, by_name, at)
      select ${countyId}, gen_random_uuid(), x.id, s, 'report', 'doing', 'doing', '已与各校商定，名单在附件。' || t.title, '赵校长',
        x.starts_at + s * interval '3 days'
      from drawn x join titles t on t.n = x.title_n, generate_series(1, 2) s`
  })
}

/** As server/search/refresh.ts would, thing by thing; here in stretches of a thousand, since it is not what is measured. */
async function indexWords(sql: Connection['sql'], countyId: CountyId): Promise<void> {
  const items = await sql<Row[]>`select a.id, a.body_id, a.meeting_id, m.starts_at, a.title,
      concat_ws(e'\n', nullif(a.deliverable, ''), nullif(a.owner, '')) as body
    from action_items a join documents d on d.county_id = a.county_id and d.id = a.document_id and d.kind = 'minutes'
      join meetings m on m.county_id = a.county_id and m.id = a.meeting_id
    where a.county_id = ${countyId} and a.withdrawn_at is null`
  // What is written row by row into this index takes as long as all the rest.
  const [index] = await sql`select indexdef from pg_indexes where indexname = 'search_entries_grams'`
  await sql`drop index search_entries_grams`
  for (let from = 0; from < items.length; from += 1000) {
    const rows = items.slice(from, from + 1000).map(({ id, body_id, meeting_id, starts_at, title, body }) => {
      const [folded_title, folded_body] = [fold(title), fold(body)]
      const grams = gramsOfEntry(folded_title, folded_body)
      const common = { county_id: countyId, kind: 'actionItem', thing_id: id, part_id: id, body_id, meeting_id }
      return { ...common, title, body, folded_title, folded_body, grams, at: starts_at }
    })
    await sql`insert into search_entries ${sql(rows)}`
  }
  await sql.unsafe(index!.indexdef)
  await sql`truncate search_marks`
}
type Row = { id: string; body_id: string; meeting_id: string; starts_at: Date; title: string; body: string }
