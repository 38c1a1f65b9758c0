// The values of a notification's sentence, for the page and for the mail alike. Pure.
import type { NotificationDetail, NotificationThing } from './contract'

/** How the page or the mail writes things. */
type Writes = {
  /** What stands for a thing whose words are not told. */
  untitled: (thing: NotificationThing['kind']) => string
  instant: (at: Date) => string
  day: (on: string) => string
}

export function valuesOf(detail: NotificationDetail, thing: NotificationThing['kind'], writes: Writes) {
  return {
    title: detail.title ?? writes.untitled(thing),
    unit: detail.unit ?? '',
    person: detail.person ?? '',
    body: detail.body ?? '',
    place: detail.place ?? '',
    number: detail.number ?? '',
    choice: detail.choice ?? 'none',
    count: detail.count ?? 0,
    at: detail.at ? writes.instant(new Date(detail.at)) : '',
    on: detail.on ? writes.day(detail.on) : 'none',
  }
}
