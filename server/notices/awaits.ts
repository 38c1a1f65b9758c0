// Notices of sittings that somebody has not answered yet, for each place they hold on its day.
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Office, PersonActor } from '@/server/access'
import type { Await } from '@/server/home/contract'
import { dayIn } from '@/server/people/read-person'

type Row = { id: string; membership: string; title: string; starts: string; sent: string; office: Office; unit: string }

export async function repliesAwaiting(
  db: Db,
  { countyId, personId }: PersonActor,
  { timeZone, at }: { timeZone: string; at: Date },
): Promise<Await[]> {
  const rows = await db.execute<Row>(sql`
    select m.id, p.id as membership, m.title, m.starts_at::text as starts, n.sent_at::text as sent, p.office, u.name as unit
    from memberships p
    join meetings m on m.county_id = p.county_id and m.body_id = p.body_id
    join notice_units i on i.county_id = m.county_id and i.meeting_id = m.id and i.unit_id = p.unit_id
    join units u on u.county_id = p.county_id and u.id = p.unit_id
    join lateral (select kind, sent_at from notices where county_id = m.county_id and meeting_id = m.id
      order by version desc limit 1) n on n.kind <> 'cancellation'
    where p.county_id = ${countyId} and p.person_id = ${personId} and p.ended_at is null
      and m.state = 'planned' and m.cancelled_at is null and m.starts_at > ${at.toISOString()}::timestamptz
      and (m.starts_at at time zone ${timeZone})::date between p.from_on and coalesce(p.until_on, 'infinity'::date)
      and not exists (select 1 from replies r where r.county_id = p.county_id and r.meeting_id = m.id
        and r.membership_id = p.id)
    order by m.starts_at limit 30`)
  return rows.map((row) => ({
    key: `reply:${row.id}:${row.membership}`,
    kind: 'reply',
    title: row.title,
    href: `/meetings/${row.id}/notice`,
    as: { office: row.office, unit: row.unit },
    until: dayIn(timeZone, new Date(row.starts)),
    since: dayIn(timeZone, new Date(row.sent)),
  }))
}
