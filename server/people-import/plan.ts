// What a file would change, worked out by Postgres beside what the county has: set-based, so that thousands of rows neither
// travel nor hold anybody up. The preview and the confirmation run the same statements, so what was shown is what is stored.
import { asc, eq, sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { can, type Actor } from '@/server/access'
import type { CountyId } from '@/server/ids'
import { Counts, Problem } from './contract'

export type Plan = { counts: Counts; problems: Problem[] }

/**
 * Lays out import_people, import_units and import_places as temporary tables of this transaction, with who and what is
 * known already, and new ids for the rest.
 * @param file SQL that yields the file's JSON: a parameter, or the column of the batch
 */
export async function planImport(tx: Tx, actor: Actor, countyId: CountyId, file: SQL, rows: number): Promise<Plan> {
  await layOut(tx, file)
  const problems = [
    ...(await matchPeople(tx, countyId)),
    ...(await matchBodies(tx, actor, countyId)),
    ...(await matchUnits(tx, countyId)),
  ]
  await matchPlaces(tx, countyId)
  const [counted] = await tx.execute(sql`
    select
      (select count(*)::int from import_people where is_new) as "newPeople",
      (select count(*)::int from import_people where not is_new) as "knownPeople",
      (select count(*)::int from import_units where is_new) as "newUnits",
      (select count(*)::int from import_places where not is_known) as "newMemberships",
      (select count(*)::int from import_places where is_known) as "knownMemberships"`)
  return { counts: Counts.parse({ rows, ...counted }), problems }
}

async function layOut(tx: Tx, file: SQL): Promise<void> {
  await tx.execute(sql`
    create temporary table import_people on commit drop as
    select p.person, p.name, p."userName" as user_name, p.email, p.phone, gen_random_uuid() as id, true as is_new
    from jsonb_to_recordset(${file} -> 'people')
      as p (person int, name text, "userName" text, email text, phone text)`)
  await tx.execute(sql`
    create temporary table import_places on commit drop as
    select p."row" as at_row, p.person, p.body, p.unit, p.kind, p.office, p."fromOn" as from_on, p."untilOn" as until_on,
      null::uuid as body_id, null::uuid as unit_id, null::uuid as person_id, false as is_known,
      gen_random_uuid() as id
    from jsonb_to_recordset(${file} -> 'places')
      as p ("row" int, person int, body text, unit text, kind text, office text, "fromOn" date, "untilOn" date)`)
  await tx.execute(sql`create unique index on import_people (person)`)
  await tx.execute(sql`analyze import_people, import_places`)
}

const problemsOf = async (tx: Tx, query: SQL): Promise<Problem[]> =>
  [...(await tx.execute(query))].map((row) =>
    Problem.parse(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
  )

/** Somebody is known by any login, in whichever field it stands: as at sign-in. */
async function matchPeople(tx: Tx, countyId: CountyId): Promise<Problem[]> {
  await tx.execute(sql`
    create temporary table import_known on commit drop as
    select distinct f.person, f.field, k.id, k.name, k.disabled_at
    from (
      select person, field, login from import_people,
        lateral (values ('userName', user_name), ('email', email), ('phone', phone)) as l (field, login)
      where login is not null
    ) f
    join (
      select id, name, disabled_at, login from people, lateral (values (user_name), (email), (phone)) as l (login)
      where county_id = ${countyId} and login is not null
    ) k on k.login = f.login`)
  await tx.execute(sql`
    update import_people i set id = k.id, is_new = false
    from (select person, min(id::text)::uuid as id from import_known group by person) k where k.person = i.person`)
  return problemsOf(
    tx,
    sql`
    select person as "row", min(field) as "column", 'knownTwoPeople' as code, string_agg(distinct name, ' / ') as found
      from import_known group by person having count(distinct id) > 1
    union all
    select k.person, 'name', 'knownOtherName', min(k.name) from import_known k
      join import_people i on i.person = k.person and i.name <> k.name
      where not exists (select from import_known o where o.person = k.person and o.id <> k.id) group by k.person
    union all
    select k.person, 'name', 'knownDisabled', min(k.name) from import_known k
      join import_people i on i.person = k.person and i.name = k.name
      where not exists (select from import_known o where o.person = k.person and o.id <> k.id)
        and k.disabled_at is not null group by k.person`,
  )
}

/** A body by its name; where none is named, the only one. Only those in which the actor may give offices (body.manage). */
async function matchBodies(tx: Tx, actor: Actor, countyId: CountyId): Promise<Problem[]> {
  const all = await tx
    .select({ id: bodies.id, name: bodies.name })
    .from(bodies)
    .where(eq(bodies.countyId, countyId))
    .orderBy(asc(bodies.createdAt))
  const known = all.map((body) => ({
    ...body,
    mine: can(actor, 'body.manage', { kind: 'body', countyId, bodyId: body.id }),
  }))
  const table = sql`jsonb_to_recordset(${JSON.stringify(known)}::text::jsonb) as b (id uuid, name text, mine boolean)`
  await tx.execute(sql`
    update import_places p set body_id = b.id from ${table}
    where p.body = b.name or (p.body is null and ${known.length} = 1)`)
  return problemsOf(
    tx,
    sql`
    select at_row as "row", 'body' as "column", case when body is null then 'bodyWhich' else 'bodyUnknown' end as code,
      left(body, 60) as found
      from import_places where body_id is null
    union all
    select p.at_row, 'body', 'bodyNotYours', left(b.name, 60) from import_places p join ${table} on b.id = p.body_id
      where not b.mine
    union all
    select p.at_row, 'body', 'bodyWhich', left(p.body, 60) from import_places p
      where (select count(*) from ${table} where b.name = p.body) > 1`,
  )
}

/** A county has one unit of a name and kind. A new one says of which kind it is. */
async function matchUnits(tx: Tx, countyId: CountyId): Promise<Problem[]> {
  await tx.execute(sql`
    create temporary table import_units on commit drop as
    select p.unit as name, p.kind, (array_agg(u.id))[1] as known_id, count(u.id)::int as known,
      min(p.at_row) as at_row, (select min(o.kind) from units o where o.county_id = ${countyId} and o.name = p.unit) as other,
      false as is_new, gen_random_uuid() as id
    from (select unit, kind, min(at_row) as at_row from import_places group by unit, kind) p
    left join units u on u.county_id = ${countyId} and u.name = p.unit and (p.kind is null or u.kind = p.kind)
    group by p.unit, p.kind`)
  await tx.execute(sql`update import_units set is_new = known = 0, id = coalesce(known_id, id)`)
  await tx.execute(sql`
    update import_places p set unit_id = u.id from import_units u
    where u.name = p.unit and u.kind is not distinct from p.kind`)
  return problemsOf(
    tx,
    sql`
    select p.at_row as "row", 'kind' as "column",
      case when u.known > 1 then 'unitDouble' when u.other is null then 'kindMissing' else 'kindDiffers' end as code,
      left(case when u.known = 0 and u.other is not null then u.other else p.unit end, 60) as found
    from import_places p join import_units u on u.name = p.unit and u.kind is not distinct from p.kind
    where u.known > 1 or (u.known = 0 and (p.kind is null or u.other is not null))`,
  )
}

/** Who takes which office, and which of them they hold already in that term. */
async function matchPlaces(tx: Tx, countyId: CountyId): Promise<void> {
  await tx.execute(sql`
    update import_places p set person_id = i.id from import_people i where i.person = p.person`)
  await tx.execute(sql`
    update import_places p set is_known = true
    where exists (
      select from memberships m
      where m.county_id = ${countyId} and m.body_id = p.body_id and m.unit_id = p.unit_id
        and m.person_id = p.person_id and m.office = p.office
        and (m.until_on is null or m.until_on >= p.from_on) and (p.until_on is null or m.from_on <= p.until_on)
    )`)
}
