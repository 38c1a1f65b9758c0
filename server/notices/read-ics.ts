// The answer of somebody's calendar program (iTIP REPLY, RFC 5546 3.2.3), read with a parser that is not our generator's.
import ICAL from 'ical.js'
import { AppError } from '@/server/errors'
import type { Answer } from './contract'
import { meetingIdOf } from './ics'

export const mostBytes = 100_000
export type CalendarReply = {
  meetingId: string
  email: string
  answer: Answer
  /** Of whoever comes instead, where the program says so. */
  proxyName: string
  answeredAt: Date
  /** Of the event that was answered. */
  sequence: number
}

const answerOf: Record<string, Answer | undefined> = { ACCEPTED: 'attend', DECLINED: 'decline', DELEGATED: 'proxy' }

/** @throws invalid_input file `invalid` for anything but one answer of one person to one of our events, `tentative` for a maybe */
export function readCalendarReply(text: string): CalendarReply {
  const wrong = () => new AppError('invalid_input', { file: 'invalid' })
  if (text.length > mostBytes) throw new AppError('too_large')
  let root: ICAL.Component
  try {
    const parsed: unknown = ICAL.parse(text)
    // Of an empty file it makes an empty list; of two calendars, two.
    if (!Array.isArray(parsed) || parsed[0] !== 'vcalendar') throw wrong()
    root = new ICAL.Component(parsed)
  } catch {
    throw wrong()
  }
  const events = root.getAllSubcomponents('vevent')
  const [event] = events
  if (String(root.getFirstPropertyValue('method')).toUpperCase() !== 'REPLY' || events.length !== 1 || !event)
    throw wrong()
  const meetingId = meetingIdOf(String(event.getFirstPropertyValue('uid') ?? ''))
  // Nobody is invited to what repeats (a rule stands in feeds alone): an answer to one occurrence is not to us.
  if (meetingId === null || event.hasProperty('recurrence-id')) throw wrong()
  // The one who answers; a delegate is a second attendee without DELEGATED-TO.
  const attendees = event.getAllProperties('attendee')
  const attendee = attendees.find((each) => answerOf[parameter(each, 'partstat').toUpperCase()] !== undefined)
  const answer = attendee && answerOf[parameter(attendee, 'partstat').toUpperCase()]
  const stamp = event.getFirstPropertyValue('dtstamp')
  if (!answer && attendees.some((each) => parameter(each, 'partstat').toUpperCase() === 'TENTATIVE'))
    throw new AppError('invalid_input', { file: 'tentative' })
  if (!attendee || !answer || !(stamp instanceof ICAL.Time)) throw wrong()
  const delegate = mailOf(parameter(attendee, 'delegated-to'))
  const named = attendees.find((each) => mailOf(String(each.getFirstValue())) === delegate)
  return {
    meetingId,
    email: mailOf(String(attendee.getFirstValue())),
    answer,
    proxyName: answer === 'proxy' ? ((named && parameter(named, 'cn')) || delegate).slice(0, 80) : '',
    answeredAt: stamp.toJSDate(),
    sequence: Number(event.getFirstPropertyValue('sequence') ?? 0) || 0,
  }
}

const parameter = (property: ICAL.Property, name: string) => String([property.getParameter(name) ?? ''].flat()[0])
const mailOf = (text: string) =>
  text
    .replace(/^mailto:/i, '')
    .trim()
    .toLowerCase()
