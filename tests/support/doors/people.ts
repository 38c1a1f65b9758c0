// People and their accounts.
import { about, placeless, shown, type Doors } from './door'

export const people: Doors = {
  pages: {
    '/people': shown('people.read', '/people', 'person'),
  },
  actions: {
    makeLinkAction: about(
      'people.manage',
      () => '/people',
      ({ stranger }) => ({ personId: stranger.personId, purpose: 'invitation' }),
    ),
    invitePersonAction: placeless('people.manage', '/people', () => ({
      name: '新来的人',
      userName: `u${crypto.randomUUID().slice(0, 8)}`,
    })),
  },
}
