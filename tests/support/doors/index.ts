// Every page, route and server action of the house: which row of access.md it follows, how it is asked about a place, and by
// what it is seen that the asker was let in. tests/e2e/doors.spec.ts asks them all and fails for one that is not here.
import { agenda } from './agenda'
import { apiTokens } from './api-tokens'
import { attendance } from './attendance'
import { bodies } from './bodies'
import type { ActionDoor, PageDoor, RouteDoor } from './door'
import { duties } from './duties'
import { files } from './files'
import { followUp } from './follow-up'
import { house } from './house'
import { ledgers } from './ledger'
import { ledgerImport } from './ledger-import'
import { meetings } from './meetings'
import { notices } from './notices'
import { paper } from './paper'
import { people } from './people'
import { peopleImport } from './people-import'
import { reporting } from './reports'
import { searching } from './search'
import { series } from './series'
import { signing } from './signing'
import { topics } from './topics'
import { votes } from './votes'
import { webhooks } from './webhooks'

const nouns = [
  house,
  people,
  peopleImport,
  bodies,
  duties,
  meetings,
  agenda,
  attendance,
  files,
  notices,
  topics,
  followUp,
  ledgers,
  ledgerImport,
  paper,
  reporting,
  searching,
  series,
  votes,
  signing,
  webhooks,
  apiTokens,
]
const joined = <T>(parts: (Record<string, T> | undefined)[]): Record<string, T> => Object.assign({}, ...parts)

/** By the addresses that the build lists. */
export const pages = joined<PageDoor>(nouns.map((noun) => noun.pages))
export const routes = joined<RouteDoor>(nouns.map((noun) => noun.routes))
/** Answered before Next, by their addresses. */
export const served = joined<RouteDoor>(nouns.map((noun) => noun.served))
/** By the names that the build lists. */
export const actions = joined<ActionDoor>(nouns.map((noun) => noun.actions))

/** Parts of a page, not pages: the same reader answers. */
export const partsOfPages = ['/action-items/(.)[id]', '/_global-error', '/_not-found']
