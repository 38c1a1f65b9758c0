import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { toCsv } from '@/server/export/csv'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { readRegister } from './read'

/** The whole register as a table, in the reader's language. */
export async function exportRegister(db: Db, actor: PersonActor, locale: Locale): Promise<string> {
  const t = translator(locale, 'register')
  const places = await readRegister(db, actor)
  const nameOf = new Map(places.map(({ id, name }) => [id, name]))
  const columns = [
    'kind',
    'code',
    'name',
    'parent',
    'body',
    'establishedOn',
    'evidence',
    'evidenceNumber',
    'standing',
  ] as const
  return toCsv([
    columns.map((column) => t(`columns.${column}`)),
    ...places.map((place) => [
      t(`kinds.${place.kind}`),
      place.code ?? '',
      place.name,
      (place.parentId && nameOf.get(place.parentId)) ?? '',
      place.body?.name ?? (place.isNoted ? t('noted') : ''),
      place.establishedOn ?? '',
      place.evidence,
      place.evidenceNumber ?? '',
      t(`standings.${place.standing}`),
    ]),
  ])
}
