// The help of a level: the verbs below a path, or one verb with its options.
import type { Option, Verb } from './verb'

const command = 'npm run --silent hub --'

const table = (rows: readonly (readonly [string, string])[]) => {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}

const flag = ({ name, value }: Option) => (value === undefined ? `--${name}` : `--${name} ${value}`)

const signature = (verb: Verb) =>
  [
    ...verb.path,
    ...(verb.arguments ?? []).map(({ name, isRequired }) => (isRequired ? name : `[${name}]`)),
    ...(verb.options ?? []).map((option) => (option.isRequired ? flag(option) : `[${flag(option)}]`)),
  ].join(' ')

export function helpFor(path: readonly string[], verbs: readonly Verb[]): string {
  const exact = verbs.find((verb) => verb.path.join(' ') === path.join(' '))
  return (exact ? helpOfVerb(exact) : helpOfLevel(path, verbs)).join('\n') + '\n'
}

function helpOfVerb(verb: Verb): string[] {
  const words: (readonly [string, string])[] = [
    ...(verb.arguments ?? []).map(({ name, summary }) => [name, summary] as const),
    ...(verb.options ?? []).map(
      (option) => [flag(option), option.summary + (option.fallback ? ` (default ${option.fallback})` : '')] as const,
    ),
    ['--json', 'the result as one JSON value on stdout'],
    ['--help', 'this page'],
  ]
  return [verb.summary, '', `  ${command} ${signature(verb)}`, '', ...table(words)]
}

function helpOfLevel(path: readonly string[], verbs: readonly Verb[]): string[] {
  const below = verbs
    .filter((verb) => path.every((part, at) => verb.path[at] === part))
    .sort((a, b) => a.path.join(' ').localeCompare(b.path.join(' ')))
  return [
    'The operator’s command line of 聯席 Lianxi. Works beside a running server and without one.',
    '',
    `  ${command} VERB [options]`,
    '',
    ...table(below.map((verb) => [verb.path.join(' '), verb.summary] as const)),
    '',
    `  ${command} VERB --help   tells its options. Exit codes: 0 done, 1 failed, 2 typed wrongly.`,
  ]
}
