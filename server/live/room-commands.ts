// From a parsed socket message to the command it names. Nothing is decided here: every command asks access.ts itself.
import type { Db } from '@/db/client'
import type { SeatActor } from '@/server/access'
import { assertNever } from '@/server/errors'
import { endMeeting } from '@/server/meetings/end-meeting'
import { fillRecord } from '@/server/minutes/fill-record'
import { admit } from '@/server/rooms/admit'
import { askInWriting, markAnswered } from '@/server/rooms/ask-in-writing'
import { extendFloor } from '@/server/rooms/extend-floor'
import { muteAll } from '@/server/rooms/mute-all'
import { setCoChair } from '@/server/rooms/set-co-chair'
import { setReactions } from '@/server/rooms/set-reactions'
import { setSpeaking } from '@/server/rooms/set-speaking'
import { shareDevice } from '@/server/rooms/share-device'
import { showReaction } from '@/server/rooms/show-reaction'
import { stopShare } from '@/server/rooms/stop-share'
import { roomCommands, type RoomCommand, type RoomResults } from '@/server/rooms/contract'
import { giveFloor } from '@/server/rooms/give-floor'
import { goToAgendaItem } from '@/server/rooms/go-to-agenda-item'
import { grantWriting } from '@/server/rooms/grant-writing'
import { setMeetingLock } from '@/server/rooms/lock-meeting'
import { lowerHand } from '@/server/rooms/lower-hand'
import { mintToken } from '@/server/rooms/mint-token'
import { muteSeat } from '@/server/rooms/mute-seat'
import { raiseHand } from '@/server/rooms/raise-hand'
import { refuse } from '@/server/rooms/refuse'
import { removeSeat } from '@/server/rooms/remove-seat'
import { sendChat } from '@/server/rooms/send-chat'
import { settleTerm } from '@/server/rooms/settle-term'
import { takeBackFloor } from '@/server/rooms/take-back-floor'
import { testLine } from '@/server/rooms/test-line'
import { castBallot } from '@/server/votes/cast-ballot'
import { cancelVote, closeVote } from '@/server/votes/close-vote'
import { createVote } from '@/server/votes/create-vote'
import { openVote } from '@/server/votes/open-vote'
import { recordHands } from '@/server/votes/record-hands'

/** @param payload parsed here, so that each case has its own type */
export async function runCommand(
  db: Db,
  seat: SeatActor,
  name: Exclude<RoomCommand, 'room:read'>,
  payload: unknown,
  at: Date,
): Promise<RoomResults[Exclude<RoomCommand, 'room:read'>]> {
  const { meetingId } = seat
  const run = async (change: Promise<{ seq: number }>) => ({ seq: (await change).seq })
  switch (name) {
    case 'media:token':
      return { media: await mintToken(seat) }
    case 'media:test-line':
      return { media: await testLine(db, seat, at) }
    case 'chat:send':
      return run(sendChat(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'reaction:show':
      return showReaction(db, seat, roomCommands[name].parse(payload))
    case 'hand:raise':
      return run(raiseHand(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'hand:lower':
      return run(lowerHand(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'floor:give':
      return run(giveFloor(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'floor:take-back':
      return run(takeBackFloor(db, seat, { meetingId }, at))
    case 'lobby:admit':
      return run(admit(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'lobby:refuse':
      return run(refuse(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'seat:grant-writing':
      return run(grantWriting(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'seat:mute':
      return run(muteSeat(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'seat:remove':
      return run(removeSeat(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'seat:settle-term':
      return run(settleTerm(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'agenda:go':
      return run(goToAgendaItem(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'meeting:lock':
      return run(setMeetingLock(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'floor:extend':
      return run(extendFloor(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'question:ask':
      return run(askInWriting(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'question:answered':
      return run(markAnswered(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'seat:mute-all':
      return run(muteAll(db, seat, { meetingId }, at))
    case 'seat:co-chair':
      return run(setCoChair(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'seat:share-device':
      return run(shareDevice(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'share:stop':
      return run(stopShare(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'meeting:set-speaking':
      return run(setSpeaking(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'meeting:set-reactions':
      return run(setReactions(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'minutes:fill-record':
      return run(fillRecord(db, seat, { meetingId }, at))
    case 'meeting:end':
      return run(endMeeting(db, seat, { meetingId }, at))
    case 'vote:create':
      return run(createVote(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'vote:open':
      return run(openVote(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'vote:cast':
      return run(castBallot(db, seat, roomCommands[name].parse(payload), at))
    case 'vote:record-hands':
      return run(recordHands(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'vote:close':
      return run(closeVote(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    case 'vote:cancel':
      return run(cancelVote(db, seat, { meetingId, ...roomCommands[name].parse(payload) }, at))
    default:
      return assertNever(name)
  }
}
