// The steps of a sitting's minutes: each asked of minutes of its own, as far on their way as that step needs.
import type { Db } from '@/db/client'
import { endMeeting } from '@/server/meetings/end-meeting'
import { proposeAmendment } from '@/server/signing/amend'
import { objectTo } from '@/server/signing/answer'
import { circulate, readToCirculate } from '@/server/signing/circulate'
import { readMinutesView } from '@/server/signing/read'
import { signMinutes } from '@/server/signing/sign'
import { sql as raw } from 'drizzle-orm'
import { at } from '../room'
import { about, anybody, link, placeless, shown, type Doors } from './door'
import { makeMeeting, type Place } from './place'
import { writeParagraph } from '../write-paragraph'

const toMinutes = ({ meetingId }: Place) => `/meetings/${meetingId}/minutes`
const dueOn = '2030-12-31'

async function makeEnded(db: Db, place: Place) {
  const meetingId = await makeMeeting(db, place, true)
  await writeParagraph(db, place, meetingId, '会议同意。')
  await endMeeting(db, { kind: 'operator' }, { meetingId }, at)
  return { meetingId, seen: await readToCirculate(db, place.secretary, meetingId, at) }
}

async function makeCirculating(db: Db, place: Place) {
  const { meetingId, seen } = await makeEnded(db, place)
  const unitIds = [place.unit.school]
  await circulate(db, place.secretary, { meetingId, ...seen, unitIds, dueOn }, at)
  const item = (await readMinutesView(db, place.secretary, meetingId, at)).text.items[0]!
  const { index, sha256 } = item.paragraphs[0]!
  return {
    meetingId,
    rootSha256: seen.rootSha256,
    part: { agendaItemId: item.id, paragraph: index, paragraphSha256: sha256 },
  }
}

async function makeSigned(db: Db, place: Place) {
  const made = await makeCirculating(db, place)
  const { meetingId, rootSha256 } = made
  await signMinutes(db, place.convenor, { meetingId, rootSha256, reason: '' }, at)
  return made
}

async function makeIssued(db: Db, place: Place) {
  const made = await makeSigned(db, place)
  const { meetingId } = made
  await db.execute(raw`update minutes_proceedings set state = 'issued' where meeting_id = ${meetingId}`)
  return made
}

/** By the school's member, in whose unit the askers are. */
async function makeObjection(db: Db, place: Place) {
  const { meetingId, part } = await makeCirculating(db, place)
  const input = { meetingId, round: 1, unitId: place.unit.school, word: '有误', proposes: '', ...part }
  return { meetingId, answerId: await objectTo(db, place.member, input, at) }
}

/** Of minutes under the name of the place's sitting. */
async function toAmendment(place: Place, db: Db) {
  const { meetingId, part } = await makeIssued(db, place)
  const { agendaItemId, paragraph } = part
  await db.execute(raw`update meetings set title = ${place.name.meeting} where id = ${meetingId}`)
  await db.execute(raw`insert into issued_minutes (county_id, document_id, round, body_id, unit_id, visibility, person_id, at)
    select county_id, document_id, round, body_id, ${place.unit.department}, 'internal', ${place.secretary.personId}, changed_at
    from minutes_proceedings where meeting_id = ${meetingId}`)
  const words = { meetingId, agendaItemId, paragraph, becomes: '会议原则同意。', reason: '笔误' }
  return `/meetings/${meetingId}/minutes/amendments/${await proposeAmendment(db, place.secretary, words, at)}`
}

const toDesk = (place: Place) => `${toMinutes(place)}/edit`

export const signing: Doors = {
  pages: {
    '/meetings/[id]/minutes': shown('minutes.read', toMinutes, 'meeting'),
    '/meetings/[id]/minutes/edit': shown('minutes.read', toDesk, 'meeting'),
    '/meetings/[id]/minutes/amendments/[number]': shown('minutes.read', toAmendment, 'meeting'),
    '/verify': anybody('/verify'),
  },
  routes: {
    '/api/comments/[documentId]': link('minutes.read', ({ documentId }) => `/api/comments/${documentId}`),
  },
  actions: {
    verifyFileAction: placeless('anybody', '/verify'),
    fillRecordAction: about('room.run', toDesk, async (place, db) => ({
      meetingId: await makeMeeting(db, place, true),
    })),
    circulateAction: about('minutes.circulate', toMinutes, async (place, db) => {
      const { meetingId, seen } = await makeEnded(db, place)
      const { seq, rootSha256 } = seen
      return { meetingId, seq: String(seq), rootSha256, unitIds: place.unit.school, dueOn }
    }),
    confirmAction: about('minutes.answer: asked of their unit', toMinutes, async (place, db) => {
      const { meetingId } = await makeCirculating(db, place)
      return { meetingId, round: '1', unitId: place.unit.school, word: '' }
    }),
    objectAction: about('minutes.answer: asked of their unit', toMinutes, async (place, db) => {
      const { meetingId, part } = await makeCirculating(db, place)
      return {
        meetingId,
        round: '1',
        unitId: place.unit.school,
        word: '有误',
        ...part,
        paragraph: String(part.paragraph),
      }
    }),
    answerObjectionAction: about('minutes.circulate', toMinutes, async (place, db) => ({
      ...(await makeObjection(db, place)),
      kind: 'accepted',
    })),
    reopenMinutesAction: about('minutes.reopen', toMinutes, async (place, db) => {
      const { meetingId } = await makeCirculating(db, place)
      return { meetingId, round: '1', reason: '修改' }
    }),
    signMinutesAction: about('minutes.sign', toMinutes, async (place, db) => {
      const { meetingId, rootSha256 } = await makeCirculating(db, place)
      return { meetingId, rootSha256, reason: '召集人出差' }
    }),
    issueMinutesAction: about('minutes.issue', toMinutes, async (place, db) => {
      const { meetingId, rootSha256 } = await makeSigned(db, place)
      return {
        meetingId,
        rootSha256,
        visibility: 'internal',
        documentNumber: '',
        unitIds: place.unit.school,
        lines: '',
      }
    }),
    proposeAmendmentAction: about('minutes.amend', toMinutes, async (place, db) => {
      const { meetingId, part } = await makeIssued(db, place)
      const { agendaItemId, paragraph } = part
      return { meetingId, agendaItemId, paragraph: String(paragraph), becomes: '会议原则同意。', reason: '笔误' }
    }),
    signAmendmentAction: about('minutes.sign', toMinutes, async (place, db) => {
      const { meetingId, part } = await makeIssued(db, place)
      const { agendaItemId, paragraph } = part
      const words = { meetingId, agendaItemId, paragraph, becomes: '会议原则同意。', reason: '笔误' }
      const number = await proposeAmendment(db, place.secretary, words, at)
      const [row] = await db.execute(raw`select a.sha256 from minutes_amendments a
        join minutes_proceedings p using (county_id, document_id) where p.meeting_id = ${meetingId}`)
      return { meetingId, number: String(number), sha256: String(row!.sha256) }
    }),
  },
}
