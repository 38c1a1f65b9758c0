// What is said of a door: which row of access.md it follows, how it is asked about a place, and by what it is seen that the
// asker was let in.
import type { Db } from '@/db/client'
import type { Place } from './place'

/** `signed in`: whoever has an account, about themselves. `anybody`: also without one. */
type Follows = { row: string } | { row: 'signed in' | 'anybody' }

export type PageDoor = Follows & {
  /** Asked once for each place. */
  path(place: Place, db: Db): string | Promise<string>
  /** Words of the place that stand on the page for whoever is let in, and for nobody else. */
  shows?(place: Place): string
}

/** `alone`: what a request that brings nothing with it is told. */
export type RouteDoor =
  | (Follows & {
      /** Asked once for each place; one without a place is asked in the asker's own county alone. */
      path: string | ((place: Place, db: Db) => string | Promise<string>)
      method?: string
      headers?: Record<string, string>
      /** Made anew for each asker where being let in changes things. */
      body?(place: Place, db: Db): BodyInit | Promise<BodyInit>
      /** What whoever is let in is told; 200 where nothing is said. */
      done?: number
    })
  | { path: string; method: string; alone: number }

export type Form = Record<string, string>
export type ActionDoor = Follows & {
  /** A page that has the action in it. */
  page(place: Place): string
  /** What is sent about a place. Made anew for each asker: who is let in changes things. */
  form(place: Place, db: Db): Form | Promise<Form>
  /** Names no place: asked once, in the asker's own county. */
  isPlaceless?: true
}

/** Of one noun; the build's own names are the keys. */
export type Doors = {
  pages?: Record<string, PageDoor>
  routes?: Record<string, RouteDoor>
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

export const about = (row: string, page: ActionDoor['page'], form: ActionDoor['form']): ActionDoor => ({
  row,
  page,
  form,
})
export const placeless = (row: string, path: string, form: ActionDoor['form'] = () => ({})): ActionDoor => ({
  row,
  page: () => path,
  form,
  isPlaceless: true,
})
