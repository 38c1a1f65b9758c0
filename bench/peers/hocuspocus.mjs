// Hocuspocus with everything at its defaults (a store 2 s after the last edit, after 10 s at the latest), stored in
// Postgres in the way its documentation shows: a row a document, the whole state written again each time.
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
await pool.query('create table if not exists hocuspocus (name text primary key, data bytea not null)')

const database = new Database({
  fetch: async ({ documentName }) => {
    const { rows } = await pool.query('select data from hocuspocus where name = $1', [documentName])
    return rows[0]?.data ?? null
  },
  store: async ({ documentName, state }) => {
    await pool.query(
      'insert into hocuspocus (name, data) values ($1, $2) on conflict (name) do update set data = excluded.data',
      [documentName, state],
    )
  },
})
const server = new Server({
  port: Number(process.env.PORT),
  address: '127.0.0.1',
  quiet: true,
  extensions: [database],
})
await server.listen()
process.stdout.write(`${process.env.PORT}\n`)
