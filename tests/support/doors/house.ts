// The doors of the house itself: setting up, signing in, what everybody has, the county's settings and its trail.
import { anybody, link, placeless, shown, signedIn, type Doors } from './door'

export const house: Doors = {
  pages: {
    '/': shown('meeting.read', '/', 'meeting'),
    '/setup': anybody('/setup'),
    '/sign-in': anybody('/sign-in'),
    '/invite/[token]': anybody(`/invite/${'x'.repeat(32)}`),
    '/primitives': anybody('/primitives'),
    '/primitives/frame': anybody('/primitives/frame'),
    '/audit': shown('audit.read', '/audit', 'person'),
    '/settings': signedIn('/settings'),
    '/settings/county': shown('county.settings', '/settings/county', 'county'),
  },
  routes: {
    '/api/export/audit': link('audit.export', '/api/export/audit?format=csv'),
    '/api/auth/[...nextauth]': { path: '/api/auth/session', method: 'GET', alone: 200 },
    '/api/livekit/webhook': { path: '/api/livekit/webhook', method: 'POST', alone: 403 },
    '/api/preferences': { path: '/api/preferences', method: 'POST', alone: 400 },
  },
  actions: {
    createCountyAction: placeless('anybody', '/setup'),
    openDemoAction: placeless('anybody', '/setup'),
    changePasswordAction: placeless('signed in', '/settings'),
    endSessionAction: placeless('signed in', '/settings', () => ({ id: crypto.randomUUID() })),
    setCountyAction: placeless('county.settings', '/settings/county', ({ name }) => ({
      name: name.county,
      level: 'county',
      divisionCode: '',
      timeZone: 'Asia/Shanghai',
      locale: 'zh-Hans',
      'locales.0': 'zh-Hans',
      quietFrom: '21:00',
      quietUntil: '07:00',
    })),
  },
}
