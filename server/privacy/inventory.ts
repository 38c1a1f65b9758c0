// What is kept about people: every table and every column. The page /settings/privacy is made from it, and so are the export
// and the erasing of a person; inventory.pg.test.ts fails for a table or a column that is not here.
import { schema as s } from '@/db/client'
import { groups, type Group } from './contract'
import type { Entry } from './entry'
import { ofNotices } from './inventory-notices'
import { ofOffices } from './inventory-offices'
import { ofPeople } from './inventory-people'
import { ofRecords } from './inventory-records'
import { ofSigning } from './inventory-signing'

export const inventory: readonly Entry[] = [...ofNotices, ...ofOffices, ...ofPeople, ...ofRecords, ...ofSigning]

export type GroupFacts = { group: Group; isExported: boolean; isErased: boolean }

/** For the page: what can be taken out, and what goes when somebody is erased. */
export const groupFacts = (): GroupFacts[] =>
  groups.map((group) => {
    const entries = inventory.filter((each) => each.group === group)
    return {
      group,
      isExported: entries.some((each) => each.own !== null),
      isErased: entries.some((each) => each.erasing.do !== 'keep'),
    }
  })

/** What is kept about somebody without an account: the groups of the tables in which a seat or its device stands. */
export const guestGroups = (): Group[] => {
  const ofGuests = new Set<unknown>([s.seats, s.chatMessages, s.minutesComments, s.rateLimits, s.events])
  return groups.filter((group) => inventory.some((each) => each.group === group && ofGuests.has(each.table)))
}
