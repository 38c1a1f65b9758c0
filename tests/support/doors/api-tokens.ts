// Tokens for programs, and what is read with them.
import type { Db } from '@/db/client'
import { makeOwnToken, listTokens } from '@/server/api-tokens/own'
import { at } from '../room'
import { placeless, type Doors } from './door'
import type { Place } from './place'

/** Of somebody who asks for nothing themselves: nobody may end it but they. */
async function someToken(db: Db, { stranger }: Place) {
  const [known] = await listTokens(db, stranger, at)
  if (known) return known.id
  await makeOwnToken(db, stranger, { name: '同步', days: 30 }, at)
  return (await listTokens(db, stranger, at))[0]!.id
}

export const apiTokens: Doors = {
  pages: {
    '/settings/tokens': { row: 'token.own', path: () => '/settings/tokens', isPlaceless: true },
  },
  served: {
    // A browser's session opens nothing there: server/api/api.pg.test.ts asks with tokens.
    '/api/v1/meetings': { path: '/api/v1/meetings', method: 'GET', alone: 401 },
  },
  actions: {
    makeTokenAction: placeless('token.own', '/settings/tokens', () => ({ name: '同步', days: '30' })),
    // Of one's own alone: what anybody else names is not there.
    revokeTokenAction: placeless('signed in', '/settings/tokens', async (place, db) => ({
      id: await someToken(db, place),
    })),
  },
}
