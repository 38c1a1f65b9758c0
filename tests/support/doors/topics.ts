// Topics, and where people without an account propose them.
import { sql as raw } from 'drizzle-orm'
import { about, shown, signedIn, type Doors } from './door'
import { makeMeeting, makeTopic, type Place } from './place'

const words = { title: '书包太重', problem: '书包太重', facts: '', wish: '' }
const toTopic = ({ topicId }: Place) => `/topics/${topicId}`

export const topics: Doors = {
  pages: {
    '/topics': shown('topic.read', '/topics', 'topic'),
    '/topics/new': signedIn('/topics/new'),
    '/topics/[id]': shown('topic.read', toTopic, 'topic'),
  },
  served: {
    '/p/[code] nobody has': { path: '/p/aaaaaaaaaa', method: 'GET', alone: 404 },
    '/p/a/[secret] nobody has': { path: `/p/a/${'x'.repeat(32)}`, method: 'GET', alone: 404 },
  },
  actions: {
    proposeTopicAction: about('topic.propose', '/topics/new', ({ bodyId }) => ({
      place: `${bodyId} `,
      title: '书包太重',
      problem: '书包太重',
      facts: '',
      wish: '',
    })),
    setTopicStateAction: about('topic.manage', '/topics', async (place, db) => ({
      id: await makeTopic(db, place),
      from: 'proposed',
      to: 'accepted',
      reason: '',
    })),
    editTopicAction: about("topic.edit: somebody else's", toTopic, async (place, db) => ({
      id: await makeTopic(db, place),
      version: '1',
      ...words,
    })),
    mergeTopicsAction: about('topic.manage', toTopic, async (place, db) => ({
      id: await makeTopic(db, place),
      into: await makeTopic(db, place),
      reason: '',
    })),
    scheduleTopicAction: about('meeting.manage', toTopic, async (place, db) => {
      const id = await makeTopic(db, place)
      await db.execute(raw`update topics set state = 'accepted' where id = ${id}`)
      return { id, meetingId: await makeMeeting(db, place, false) }
    }),
    setTopicDoorAction: about('topic.manage', '/topics', ({ bodyId }) => ({ bodyId, isOpen: 'yes' })),
  },
}
