// What is said of a door: which row of access.md it follows, how it is asked about a place, and by what it is seen that the
// asker was let in.
import type { Db } from '@/db/client'
import type { Place } from './place'

/**
 * A row of access.md; or `signed in`: whoever has an account, about themselves; `waiting for a code`, `waiting to enrol`:
 * whoever has given the first proof of who they are and not yet this second one; `anybody`: also without an account.
 */
type Follows = {
  row: string
  /** Names no place: asked in the asker's own county alone. */
  isPlaceless?: true
}
type About<T> = (place: Place, db: Db) => T | Promise<T>

export type PageDoor = Follows & {
  /** Asked once for each place. */
  path: About<string>
  /** Words that stand on the page for whoever is let in, and for nobody else. */
  shows?(place: Place): string
}

/** `alone`: what a request that brings nothing with it is told. */
export type RouteDoor =
  | (Follows & {
      /** With what it needs, made anew for each asker: who is let in may change things. */
      ask: About<{ path: string; init?: RequestInit }>
      /** What whoever is let in is told; 200 where nothing is said. */
      done?: number
    })
  | { path: string; method: string; alone: number }

export type Form = Record<string, string>
export type ActionDoor = Follows & {
  /** A page that has the action in it. Asked once. */
  page: About<string>
  /** What is sent about a place. Made anew for each asker: who is let in changes things. */
  form: About<Form>
  /** Done for whoever asks, since it gives nothing to anybody. */
  isHarmless?: true
}

/** Of one noun; the build's own names are the keys, but of `served`. */
export type Doors = {
  pages?: Record<string, PageDoor>
  routes?: Record<string, RouteDoor>
  /** Answered before Next: no build lists them. */
  served?: Record<string, RouteDoor>
  actions?: Record<string, ActionDoor>
}

export const signedIn = (path: string): PageDoor => ({ row: 'signed in', path: () => path })
export const anybody = (path: string): PageDoor => ({ row: 'anybody', path: () => path })
/** A page with a name of the place on it. */
export const shown = (row: string, path: string | PageDoor['path'], what: keyof Place['name']): PageDoor => ({
  row,
  path: typeof path === 'string' ? () => path : path,
  shows: ({ name }) => name[what],
})

/** A link to something of the county or of a place. */
export const link = (row: string, path: string | About<string>): RouteDoor =>
  typeof path === 'string'
    ? { row, ask: () => ({ path }), isPlaceless: true }
    : { row, ask: async (place, db) => ({ path: await path(place, db) }) }

export const about = (row: string, page: string | ActionDoor['page'], form: ActionDoor['form']): ActionDoor => ({
  row,
  page: typeof page === 'string' ? () => page : page,
  form,
})
export const placeless = (row: string, path: string, form: ActionDoor['form'] = () => ({})): ActionDoor => ({
  ...about(row, path, form),
  isPlaceless: true,
})
