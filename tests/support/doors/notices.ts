// What one is told, and notices of sittings with their replies.
import { placeless, type Doors } from './door'

export const notices: Doors = {
  pages: {
    '/notifications': { row: 'notification.own', path: () => '/notifications', isPlaceless: true },
  },
  actions: {
    markReadAction: placeless('notification.own', '/notifications', () => ({ id: 'all' })),
    // Of one's own alone: what anybody else names is not there.
    openNotificationAction: placeless('signed in', '/notifications', () => ({ id: crypto.randomUUID() })),
  },
}
