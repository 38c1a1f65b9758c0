// How much of each fault: few in `npm test`, many in `npm run soak` (tests/soak.mjs sets these names in the environment). The figures of a
// run are printed as they come and, where FAULT_FIGURES names a file, appended to it as lines of JSON.
import { appendFileSync } from 'node:fs'

const count = (name: string, short: number) => Number(process.env[name] ?? short)

export const form = {
  /** kill -9 of the collaboration process, of Postgres, of the whole house. */
  nodeKills: count('NODE_KILLS', 20),
  postgresKills: count('POSTGRES_KILLS', 20),
  houseKills: count('HOUSE_KILLS', 1),
  /** Kills of one of two nodes while both append and compact. */
  raceKills: count('RACE_KILLS', 4),
  /** Milliseconds the database is away under load. */
  awayMs: count('AWAY_MS', 8_000),
  /** Milliseconds the line to it swallows everything. */
  swallowMs: count('SWALLOW_MS', 4_000),
  /** Milliseconds the disk is full. */
  fullMs: count('FULL_MS', 2_000),
  /** Answers of Postgres that are lost on their way, the line with them. */
  lostAnswers: count('LOST_ANSWERS', 12),
  /** Mutated frames. */
  frames: count('FRAMES', 2_000),
  /** Rounds of leave and join at the moment of eviction, per document. */
  joins: count('JOINS', 40),
  /** Reminders and digests: of so many people, over so many days, with so many servers killed meanwhile. */
  yearPeople: count('YEAR_PEOPLE', 14),
  yearDays: count('YEAR_DAYS', 30),
  yearKills: count('YEAR_KILLS', 3),
  /** Runs of two in one paragraph, one composing. */
  composing: count('COMPOSING_RUNS', 6),
  /** Editors of one sitting's minutes at once, two of them browsers, and for how many seconds. */
  editors: count('EDITORS', 8),
  editSeconds: count('EDIT_SECONDS', 15),
  /** Seats of the one large room; rooms, and seats of each, beside one another; commands of each chair. */
  roomSeats: count('ROOM_SEATS', 40),
  rooms: count('ROOMS', 4),
  seatsEach: count('SEATS_EACH', 10),
  roomCommands: count('ROOM_COMMANDS', 5),
  /** Bots and browsers of one sitting that come, go and die, and for how many seconds. */
  bots: count('BOTS', 8),
  browsers: count('BROWSERS', 1),
  attendanceSeconds: count('ATTENDANCE_SECONDS', 20),
  seed: count('FAULT_SEED', Math.floor(Math.random() * 1e9)),
}

export function figure(name: string, value: Record<string, unknown>): void {
  const line = JSON.stringify({ name, ...value })
  console.log(line)
  if (process.env.FAULT_FIGURES) appendFileSync(process.env.FAULT_FIGURES, `${line}\n`)
}

/** mulberry32: the same numbers for the same seed, from 0 to 1. */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
