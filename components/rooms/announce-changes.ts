// What is said aloud when the room changes: each news once, told from the last snapshot to the next. Pure: the caller
// turns keys into sentences (rooms.said.*).
import type { RoomSnapshot, SeatView } from '@/server/rooms/contract'
import type { VoteView } from '@/server/votes/contract'

export type News =
  | { key: 'floorMine' | 'floorTakenFromMe' | 'writingGranted' | 'writingWithdrawn' | 'locked' | 'unlocked' }
  | { key: 'reactionsOn' | 'reactionsOff' }
  | { key: 'myTermEnded' | 'myTermSpeaker' | 'myTermObserver' }
  | { key: 'floorGiven' | 'floorEnded' | 'handRaised' | 'waiting' | 'cameIn' | 'termEnded'; name: string }
  | { key: 'voteOpened' | 'voteCancelled'; question: string }
  | { key: 'voteClosed'; question: string; vote: VoteView }
  | { key: 'agendaAt'; number: number; title: string }
  | { key: 'manyWaiting'; count: number }
  | { key: 'chat'; name: string; text: string }
  | { key: 'manyChat'; count: number }

export function changesToSay(before: RoomSnapshot, after: RoomSnapshot): News[] {
  if (after.seq <= before.seq) return []
  return [
    ...floorNews(before, after),
    ...rightsNews(before, after),
    ...agendaNews(before, after),
    ...voteNews(before, after),
    ...(after.me.mayRun ? runnerNews(before, after) : []),
    ...chatNews(before, after),
  ]
}

const nameOf = (room: RoomSnapshot, seatId: string) => room.seats.find((seat) => seat.id === seatId)?.name ?? ''

function floorNews(before: RoomSnapshot, after: RoomSnapshot): News[] {
  const was = before.meeting.floor?.seatId ?? null
  const is = after.meeting.floor?.seatId ?? null
  if (was === is) return []
  const mine = after.me.seatId
  if (is === mine) return [{ key: 'floorMine' }]
  const news: News[] = was === mine ? [{ key: 'floorTakenFromMe' }] : []
  if (is !== null) return [...news, { key: 'floorGiven', name: nameOf(after, is) }]
  return was === null || was === mine ? news : [{ key: 'floorEnded', name: nameOf(before, was) }]
}

const termNews = { undecided: 'myTermEnded', speaker: 'myTermSpeaker', observer: 'myTermObserver' } as const

function rightsNews(before: RoomSnapshot, after: RoomSnapshot): News[] {
  const news: News[] = []
  if (before.me.mayWrite !== after.me.mayWrite) {
    news.push({ key: after.me.mayWrite ? 'writingGranted' : 'writingWithdrawn' })
  }
  const mine = after.seats.find((seat) => seat.id === after.me.seatId)?.termEnd ?? null
  const was = before.seats.find((seat) => seat.id === after.me.seatId)?.termEnd ?? null
  if (mine !== null && mine !== was) news.push({ key: termNews[mine] })
  if (after.me.mayRun && before.meeting.isLocked !== after.meeting.isLocked) {
    news.push({ key: after.meeting.isLocked ? 'locked' : 'unlocked' })
  }
  if (before.meeting.hasReactions !== after.meeting.hasReactions) {
    news.push({ key: after.meeting.hasReactions ? 'reactionsOn' : 'reactionsOff' })
  }
  return news
}

function agendaNews(before: RoomSnapshot, after: RoomSnapshot): News[] {
  const current = after.meeting.currentAgendaItemId
  if (current === null || current === before.meeting.currentAgendaItemId) return []
  const at = after.agenda.findIndex((item) => item.id === current)
  const item = after.agenda[at]
  return item ? [{ key: 'agendaAt', number: at + 1, title: item.title }] : []
}

function voteNews(before: RoomSnapshot, after: RoomSnapshot): News[] {
  const old = new Map(before.votes.map((vote) => [vote.id, vote.state]))
  return after.votes.flatMap((vote): News[] => {
    const { question, state } = vote
    const was = old.get(vote.id)
    if (was === state) return []
    if (state === 'open') return [{ key: 'voteOpened', question }]
    if (was !== 'open') return []
    return [state === 'closed' ? { key: 'voteClosed', question, vote } : { key: 'voteCancelled', question }]
  })
}

function runnerNews(before: RoomSnapshot, after: RoomSnapshot): News[] {
  const old = new Map(before.seats.map((seat) => [seat.id, seat]))
  const others = after.seats.filter((seat) => seat.id !== after.me.seatId)
  const raised = others.filter((seat) => seat.handRaisedAt !== null && !old.get(seat.id)?.handRaisedAt)
  const turned = (to: SeatView['admission']) =>
    others.filter((seat) => seat.admission === to && old.get(seat.id)?.admission !== to)
  const waiting = turned('waiting')
  const [first] = waiting
  const ended = others.filter((seat) => seat.termEnd === 'undecided' && old.get(seat.id)?.termEnd !== 'undecided')
  return [
    ...ended.map((seat): News => ({ key: 'termEnded', name: seat.name })),
    ...raised.map((seat): News => ({ key: 'handRaised', name: seat.name })),
    ...(waiting.length > 1
      ? [{ key: 'manyWaiting', count: waiting.length } as const]
      : first
        ? [{ key: 'waiting', name: first.name } as const]
        : []),
    // Admitted by a colleague, or straight in: whoever runs the room should know who is in it.
    ...turned('admitted').map((seat): News => ({ key: 'cameIn', name: seat.name })),
  ]
}

function chatNews(before: RoomSnapshot, after: RoomSnapshot): News[] {
  const known = new Set(before.chat.map((message) => message.id))
  const fresh = after.chat.filter((message) => !known.has(message.id) && message.seatId !== after.me.seatId)
  const [only] = fresh
  if (!only) return []
  return fresh.length === 1
    ? [{ key: 'chat', name: only.name, text: only.text }]
    : [{ key: 'manyChat', count: fresh.length }]
}
