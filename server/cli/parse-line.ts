// The words after `npm run hub --`, as a verb with its arguments, a wish for help, or a mistake.
import { UsageError, type Args, type Verb } from './verb'

export type Line = { kind: 'help'; path: readonly string[] } | { kind: 'run'; verb: Verb; args: Args; asJson: boolean }

/** @throws UsageError in one sentence */
export function parseLine(words: readonly string[], verbs: readonly Verb[]): Line {
  const firstOption = words.findIndex((word) => word.startsWith('-'))
  const plain = firstOption < 0 ? words : words.slice(0, firstOption)
  // The longest path wins: `admin reset-password` is not `admin` with an argument.
  const found = [...verbs]
    .sort((a, b) => b.path.length - a.path.length)
    .find(({ path }) => path.every((part, at) => plain[at] === part))
  if (words.includes('--help') || words.includes('-h'))
    return { kind: 'help', path: found?.path ?? knownPart(plain, verbs) }
  if (!found) {
    const known = knownPart(plain, verbs)
    if (plain.length === known.length) return { kind: 'help', path: known }
    throw new UsageError(`There is no verb "${plain.slice(0, known.length + 1).join(' ')}".`)
  }
  return { kind: 'run', verb: found, ...readArgs(found, words.slice(found.path.length)) }
}

const knownPart = (plain: readonly string[], verbs: readonly Verb[]) => {
  let length = 0
  while (
    length < plain.length &&
    verbs.some(({ path }) => plain.slice(0, length + 1).every((word, at) => path[at] === word))
  ) {
    length++
  }
  return plain.slice(0, length)
}

function readArgs(verb: Verb, words: readonly string[]): { args: Args; asJson: boolean } {
  const options = verb.options ?? []
  const positions = verb.arguments ?? []
  const values = new Map<string, string>()
  const flags = new Set<string>()
  const free: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word === '--json') {
      flags.add('json')
      continue
    }
    if (word === '-' || !word.startsWith('-')) {
      free.push(word)
      continue
    }
    const [name = '', attached] = word.replace(/^--?/, '').split(/=(.*)/s)
    const option = options.find((each) => each.name === name)
    if (!option) throw new UsageError(`${verb.path.join(' ')} knows no option --${name}.`)
    if (option.value === undefined) {
      if (attached !== undefined) throw new UsageError(`--${name} takes no value.`)
      flags.add(name)
      continue
    }
    const value = attached ?? words[++at]
    if (value === undefined || (attached === undefined && value.startsWith('--'))) {
      throw new UsageError(`--${name} wants a value: --${name} ${option.value}.`)
    }
    if (values.has(name)) throw new UsageError(`--${name} is given twice.`)
    values.set(name, value)
  }
  if (free.length > positions.length) throw new UsageError(`"${free[positions.length]}" is one word too many.`)
  positions.forEach(({ name }, at) => free[at] !== undefined && values.set(name, free[at]))
  for (const { name, isRequired } of [...options, ...positions]) {
    if (isRequired && !values.has(name)) {
      throw new UsageError(options.some((each) => each.name === name) ? `--${name} is missing.` : `${name} is missing.`)
    }
  }
  return { args: toArgs(verb, values, flags), asJson: flags.has('json') }
}

function toArgs(verb: Verb, values: Map<string, string>, flags: Set<string>): Args {
  const declared = new Set([...(verb.options ?? []), ...(verb.arguments ?? [])].map(({ name }) => name))
  const text = (name: string) => {
    if (!declared.has(name)) throw new Error(`${verb.path.join(' ')} declares no ${name}`)
    return values.get(name) ?? verb.options?.find((option) => option.name === name)?.fallback
  }
  const must = (name: string) => {
    const value = text(name)
    if (value === undefined) throw new UsageError(`--${name} is missing.`)
    return value
  }
  return {
    text,
    must,
    has: (flag) => {
      text(flag)
      return flags.has(flag)
    },
    oneOf: (option, words) => {
      const value = must(option)
      const word = words.find((each) => each === value)
      if (word === undefined) throw new UsageError(`--${option} is "${value}"; accepted: ${words.join(', ')}.`)
      return word
    },
    count: (option, min = 1, max = 1_000_000) => {
      const value = must(option)
      const number = Number(value)
      if (!/^\d+$/.test(value) || number < min || number > max) {
        throw new UsageError(`--${option} is "${value}"; accepted: a whole number from ${min} to ${max}.`)
      }
      return number
    },
  }
}
