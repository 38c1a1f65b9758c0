// A Db whose statements go to Postgres by a name once they have been asked often: one trip instead of two, one behind the
// other without waiting, and planned once a connection. Drizzle names none by itself. For parts of the house whose texts are
// of few kinds and find by key (the rooms): of a plan kept for one value that is bad for another, keep.ts decides.
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { schema, type Db } from './client'

/** Asked so often, a text is not one of a kind. */
const often = 5
/** Texts with a name: every connection keeps each of them as long as it lives, some ten kB a plan. */
const mostNames = 200
/** A list of values makes a text for each of its lengths. */
const mostParams = 60
/** Texts that are counted; of more, those counted longest are forgotten. */
const mostCounted = 1_000

class Texts {
  readonly #named = new Set<string>()
  readonly #asked = new Map<string, number>()

  isNamed(text: string, params: number): boolean {
    if (this.#named.has(text)) return true
    if (params === 0 || params > mostParams || this.#named.size >= mostNames) return false
    const asked = (this.#asked.get(text) ?? 0) + 1
    this.#asked.delete(text)
    if (asked >= often) this.#named.add(text)
    else this.#asked.set(text, asked)
    if (this.#asked.size > mostCounted) this.#asked.delete(this.#asked.keys().next().value!)
    return asked >= often
  }
}

type Unsafe = (text: string, params?: unknown[], options?: object) => unknown
type Work = (client: object) => unknown

/** The same pool as `sql`. */
export function byName(sql: postgres.Sql): Db {
  const texts = new Texts()
  const naming = <Client extends object>(client: Client): Client =>
    new Proxy(client, {
      get(target, key, receiver) {
        const own: unknown = Reflect.get(target, key, receiver)
        if (key === 'unsafe') {
          const unsafe = own as Unsafe
          return ((text, params = [], options = {}) =>
            unsafe(
              text,
              params,
              texts.isNamed(text, params.length) ? { ...options, prepare: true } : options,
            )) as Unsafe
        }
        // What is asked inside a transaction goes down a client of its own.
        if (key === 'begin' || key === 'savepoint') {
          const begin = own as (...all: unknown[]) => unknown
          return (...all: unknown[]) => {
            const work = all.pop() as Work
            return begin(...all, ((inner) => work(naming(inner))) as Work)
          }
        }
        return own
      },
    })
  return drizzle(naming(sql), { schema })
}
