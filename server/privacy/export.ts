// Everything kept about one person, as one archive: a file of JSON for each group of the inventory, what each group is in the
// person's language, and the files they added that they may still read. Streamed: a page of rows or a piece of a file at a time.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { and, asc, eq, getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, SelectedFields } from 'drizzle-orm/pg-core'
import { ZipFile } from 'yazl'
import type { Db } from '@/db/client'
import { files } from '@/db/schema/files'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import { keptPath } from '@/server/files/place'
import { readFile } from '@/server/files/read'
import { log } from '@/server/log'
import { countTry } from '@/server/people/rate-limit'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { groups } from './contract'
import type { Entry, Who } from './entry'
import { inventory } from './inventory'

const rowsAtOnce = 500
/** Exports of one person in an hour. */
const mostInAnHour = 6

/** @param from network address of the asker, for the trail */
export async function exportOwnData(
  db: Db,
  actor: PersonActor,
  { locale, from }: { locale: Locale; from: string },
  at: Date,
): Promise<Readable> {
  const { countyId, personId } = actor
  requireAccess(actor, 'privacy.own', { kind: 'county', countyId })
  await countTry(db, `privacy-export:${countyId}:${personId}`, mostInAnHour, 3_600_000, at)
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  // A file that cannot be read, or a database that is gone: the archive ends there and is seen to be broken.
  zip.on('error', (error: Error) => {
    log.error({ error: String(error) }, 'privacy: an archive broke off')
    out.destroy(error)
  })
  const who = { countyId, personId }
  const mtime = at
  zip.addBuffer(Buffer.from(about(locale)), 'about.txt', { mtime })
  for (const group of groups) {
    const entries = inventory.filter((each) => each.group === group && each.own !== null)
    if (entries.length === 0) continue
    zip.addReadStreamLazy(`${group}.json`, { mtime }, (done) => done(null, Readable.from(jsonOf(db, who, entries))))
  }
  const own = await readableFiles(db, actor)
  for (const file of own)
    zip.addReadStreamLazy(`files/${file.id}-${file.name}`, { mtime, compress: false }, (done) =>
      done(null, createReadStream(keptPath(countyId, file.sha256))),
    )
  await db.transaction((tx) =>
    recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'privacy.export', thingId: personId, from, detail: { files: own.length } },
      at,
    ),
  )
  zip.end()
  return out
}

/** A file of a restricted item goes out only as long as the person is on its list. */
async function readableFiles(db: Db, actor: PersonActor) {
  const rows = await db
    .select({ id: files.id, name: files.name, sha256: files.sha256 })
    .from(files)
    .where(and(eq(files.countyId, actor.countyId), eq(files.uploaderId, actor.personId), eq(files.state, 'ready')))
    .orderBy(asc(files.createdAt))
  const out: { id: string; name: string; sha256: string }[] = []
  for (const row of rows) {
    const found = await readFile(db, actor.countyId, row.id)
    if (found && can(actor, 'file.read', found.thing)) out.push({ id: row.id, name: row.name, sha256: row.sha256! })
  }
  return out
}

function about(locale: Locale): string {
  const t = translator(locale, 'privacy')
  const parts = groups.map((group) => `${t(`groups.${group}.title`)}\n${group}.json\n${t(`groups.${group}.what`)}\n`)
  return `${t('export.about')}\n\n${parts.join('\n')}`
}

/** {"sessions": [ … ], "account_links": [ … ]}: secrets and words of others are left out. */
async function* jsonOf(db: Db, who: Who, entries: readonly Entry[]): AsyncGenerator<string> {
  yield '{'
  for (const [at, entry] of entries.entries()) {
    yield `${at ? ',' : ''}\n${JSON.stringify(getTableName(entry.table))}: [`
    let isFirst = true
    for await (const row of rowsOf(db, who, entry)) {
      yield `${isFirst ? '' : ','}\n  ${JSON.stringify(row)}`
      isFirst = false
    }
    yield '\n]'
  }
  yield '\n}\n'
}

async function* rowsOf(db: Db, who: Who, { table, columns, own }: Entry): AsyncGenerator<unknown> {
  const all = getTableColumns(table) as Record<string, PgColumn>
  const given = Object.entries(all).filter(([name]) => !['secret', 'shared'].includes(columns[name] ?? 'secret'))
  const shown = Object.fromEntries(given) as SelectedFields
  // By every column that is given: rows of one table then have one order, whatever its key is.
  const order = given.filter(([, column]) => column.dataType !== 'json').map(([, column]) => asc(column))
  for (let offset = 0; ; offset += rowsAtOnce) {
    const rows = await db
      .select(shown)
      .from(table)
      .where(own!(who))
      .orderBy(...order)
      .limit(rowsAtOnce)
      .offset(offset)
    yield* rows
    if (rows.length < rowsAtOnce) return
  }
}
