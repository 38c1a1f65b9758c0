import { MeetingId, UnitId } from '@/server/ids'
import { PersonName } from '@/server/people/contract'
import { makeSeatToken } from '@/server/rooms/make-seat-token'
import { parseTtl } from '../ttl'
import { UsageError, verb } from '../verb'

const id = <T>(
  parser: { safeParse(text: unknown): { success: true; data: T } | { success: false } },
  name: string,
  text: string,
): T => {
  const parsed = parser.safeParse(text)
  if (!parsed.success) throw new UsageError(`--${name} is "${text}"; accepted: an id as printed by demo load.`)
  return parsed.data
}

export const seatToken = verb({
  path: ['seat', 'token'],
  summary: 'a seat in a meeting, let in at once, and a bearer token for it; audited',
  options: [
    { name: 'meeting', value: 'ID', summary: 'the meeting', isRequired: true },
    { name: 'name', value: 'N', summary: 'the name people see', isRequired: true },
    { name: 'unit', value: 'ID', summary: 'the unit it speaks for; without it, none' },
    { name: 'role', value: 'R', summary: 'speaker or listener', fallback: 'speaker' },
    { name: 'write', summary: 'may write in the minutes' },
    { name: 'ttl', value: 'T', summary: 'how long the token lasts: 30m, 1h, 7d', fallback: '1h' },
  ],
  run: async ({ db, args, at }) => {
    const name = PersonName.safeParse(args.must('name'))
    if (!name.success) throw new UsageError('--name: accepted are 1 to 80 characters that can be shown.')
    const unit = args.text('unit')
    const input = {
      meetingId: id(MeetingId, 'meeting', args.must('meeting')),
      name: name.data,
      unitId: unit === undefined ? null : id(UnitId, 'unit', unit),
      role: args.oneOf('role', ['speaker', 'listener'] as const),
      mayWrite: args.has('write'),
      ttlMs: parseTtl(args.must('ttl')),
    }
    return makeSeatToken(db, { kind: 'operator' }, input, at)
  },
  print: ({ token }) => token,
})
