// What a verb of the operator's command line is. One file a verb in server/cli/verbs, listed in server/cli/verbs.ts.
import type postgres from 'postgres'
import type { Db } from '@/db/client'

export type Option = {
  /** Without dashes: `ttl` for --ttl. */
  name: string
  /** Placeholder of its value in the help: `ID`. Absent for a switch. */
  value?: string
  summary: string
  isRequired?: boolean
  fallback?: string
}

export type Argument = { name: string; summary: string; isRequired?: boolean }

/** Parsed words of the line. Asking for an option the verb does not declare is a bug and throws. */
export type Args = {
  /** The option's value, its fallback, or undefined. */
  text(option: string): string | undefined
  /** A required option or argument. @throws UsageError when absent */
  must(name: string): string
  has(flag: string): boolean
  /** One of a few words. @throws UsageError naming them */
  oneOf<const W extends string>(option: string, words: readonly W[]): W
  /** A whole number of at least `min`. @throws UsageError */
  count(option: string, min?: number, max?: number): number
}

export type VerbContext = {
  sql: postgres.Sql
  db: Db
  args: Args
  /** The one instant of this command. */
  at: Date
  /** Progress for a person, on stderr: stdout carries the result alone. */
  out: (line: string) => void
}

export type Verb<R = unknown> = {
  /** ['person', 'token'] */
  path: readonly string[]
  summary: string
  arguments?: readonly Argument[]
  options?: readonly Option[]
  run(context: VerbContext): Promise<R>
  /** The result for a person, without --json. Default: indented JSON; a string as it is. */
  print?(result: R): string
  /** 1 where the verb did its work and found something wrong (doctor). */
  exitCode?(result: R): 0 | 1
}

/** The line was typed wrongly: exit code 2 with the verb's help. */
export class UsageError extends Error {}

/** Keeps the result's type between run, print and exitCode while the registry holds verbs of every kind. */
export const verb = <R>(definition: Verb<R>): Verb => definition as Verb
