// Finding: everybody may look, and finds what they may read.
import { refreshAll } from '@/server/search/refresh'
import type { Doors } from './door'

export const searching: Doors = {
  pages: {
    '/search': {
      row: 'topic.read',
      path: async (_, db) => {
        await refreshAll(db)
        return '/search?q=放学疏导&kind=topic'
      },
      // What is looked for stands on the page for everybody; what comes after it in the title is found.
      shows: ({ mark }) => `</mark>${mark}`,
    },
  },
}
