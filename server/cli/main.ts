// `npm run hub -- …`: one verb, its result on stdout, everything else on stderr. Exit codes 0 done, 1 failed, 2 typed wrongly.
import { clock } from '@/server/clock'
import { parseEnv, StartError } from '@/server/env'
import { AppError } from '@/server/errors'
import { translator } from '@/server/messages'
import { helpFor } from './help'
import { openHouse } from './open-house'
import { parseLine, type Line } from './parse-line'
import { verbs } from './verbs'
import { UsageError } from './verb'

export async function main(words: readonly string[]): Promise<void> {
  // Set, not exit(): a pipe still takes what was written.
  process.exitCode = await run(words)
}

async function run(words: readonly string[]): Promise<number> {
  let line: Line
  try {
    line = parseLine(words, verbs)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    tell(`${error.message} Try --help.`)
    return 2
  }
  if (line.kind === 'help') {
    process.stdout.write(helpFor(line.path, verbs))
    // Asked for it: done. Typed nothing that can be done: wrong.
    return words.includes('--help') || words.includes('-h') ? 0 : 2
  }
  const { verb, args, asJson } = line
  try {
    const house = await openHouse(parseEnv(), verb.path.join(' '))
    try {
      const result = await verb.run({ sql: house.sql, db: house.db, args, at: clock.now(), out: tell })
      const text =
        !asJson && verb.print ? verb.print(result) : !asJson && typeof result === 'string' ? result : toJson(result)
      if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
      return verb.exitCode?.(result) ?? 0
    } finally {
      await house.close()
    }
  } catch (error) {
    tell(explain(error))
    return error instanceof UsageError ? 2 : 1
  }
}

const toJson = (result: unknown) => JSON.stringify(result ?? null, null, 2)
const tell = (text: string) => void process.stderr.write(`${text}\n`)

/** One line, never a stack: an operator reads it, not a programmer. */
function explain(error: unknown): string {
  if (error instanceof StartError) return error.message
  if (error instanceof UsageError) return `${error.message} Try --help.`
  if (error instanceof AppError) {
    const fields = Object.entries(error.fields).map(([field, why]) => `${field}: ${why}`)
    const sentence = translator('en', 'errors')(error.code as never)
    return `${sentence}${fields.length > 0 ? ` (${fields.join(', ')})` : ''} [${error.code}]`
  }
  return `It failed: ${String((error as Error)?.message ?? error).split('\n')[0]}`
}
