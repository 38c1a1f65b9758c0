import { describe, expect, it } from 'vitest'
import { helpFor } from './help'
import { parseLine } from './parse-line'
import { UsageError, type Verb } from './verb'

const token: Verb = {
  path: ['person', 'token'],
  summary: 'a token',
  options: [
    { name: 'person', value: 'ID', summary: 'whose', isRequired: true },
    { name: 'count', value: 'N', summary: 'how many', fallback: '1' },
    { name: 'write', summary: 'may write' },
  ],
  run: async () => null,
}
const show: Verb = {
  path: ['document', 'show'],
  summary: 'one document',
  arguments: [{ name: 'ID', summary: 'which', isRequired: true }],
  options: [{ name: 'format', value: 'F', summary: 'json or text', fallback: 'json' }],
  run: async () => null,
}
const verbs = [token, show]
const parse = (line: string) => parseLine(line.split(' ').filter(Boolean), verbs)
const run = (line: string) => {
  const parsed = parse(line)
  if (parsed.kind !== 'run') throw new Error('help')
  return parsed
}

describe('a line', () => {
  it('gives options, fallbacks, switches and arguments', () => {
    const { verb, args, asJson } = run('person token --person p1 --count=3 --write --json')
    expect(verb).toBe(token)
    expect([args.must('person'), args.count('count'), args.has('write'), asJson]).toEqual(['p1', 3, true, true])
    expect(run('person token --person p1').args.count('count')).toBe(1)
    expect(run('document show d1 --format text').args.must('ID')).toBe('d1')
    expect(run('document show --format text d1').args.oneOf('format', ['json', 'text'])).toBe('text')
  })

  it('keeps an equals sign inside a value', () => {
    expect(run('person token --person=a=b').args.text('person')).toBe('a=b')
  })

  it.each([
    ['person token', '--person is missing.'],
    ['person token --person', '--person wants a value: --person ID.'],
    ['person token --person --write', '--person wants a value: --person ID.'],
    ['person token --person a --person b', '--person is given twice.'],
    ['person token --person a --write=yes', '--write takes no value.'],
    ['person token --person a --ttl 1h', 'person token knows no option --ttl.'],
    ['person token --person a b', '"b" is one word too many.'],
    ['person burn', 'There is no verb "person burn".'],
    ['nothing', 'There is no verb "nothing".'],
  ])('refuses "%s"', (line, message) => {
    expect(() => parse(line)).toThrow(new UsageError(message))
  })

  it('refuses numbers and words outside what is accepted', () => {
    const { args } = run('person token --person a --count 0')
    expect(() => args.count('count')).toThrow('--count is "0"; accepted: a whole number from 1 to 1000000.')
    expect(() => run('document show d --format pdf').args.oneOf('format', ['json', 'text'])).toThrow(
      'accepted: json, text',
    )
  })

  it('helps at every level', () => {
    expect(parse('')).toEqual({ kind: 'help', path: [] })
    expect(parse('person --help')).toEqual({ kind: 'help', path: ['person'] })
    expect(parse('person')).toEqual({ kind: 'help', path: ['person'] })
    expect(parse('person token --help')).toEqual({ kind: 'help', path: ['person', 'token'] })
    expect(helpFor([], verbs)).toMatch(/document show.*\n.*person token/)
    expect(helpFor(['person'], verbs)).not.toContain('document')
    expect(helpFor(['person', 'token'], verbs)).toMatch(/--count N +how many \(default 1\)/)
  })
})
