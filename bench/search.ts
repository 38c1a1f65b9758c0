// `npm run bench -- search`: 10,000 sittings with minutes in Postgres, and fifty people who look for two characters at the
// same time, over and over. What is measured is the whole answer of /api/v1/search to a real token, over lines that stay open.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { and, eq } from 'drizzle-orm'
import { connect } from '@/db/client'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { minutesProceedings } from '@/db/schema/signing'
import { setRuntime } from '@/server/env'
import { AgendaItemId, DocumentId, MeetingId } from '@/server/ids'
import { refreshSearch } from '@/server/search/refresh'
import { makeOwnToken } from '@/server/api-tokens/own'
import { maxTokens } from '@/server/api-tokens/contract'
import { startTestPostgres, createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { startHouse } from './house'
import { cpuSeconds } from './processes'

const sittings = 10_000
const itemsEach = 4
const atOnce = 50
const questions = 2_000
/** Each connection plans a question anew five times before it keeps its plan. */
const warmUp = 400

/** The same texts at every run. */
let seed = 20261128
const random = () => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return seed / 2 ** 32
}

// Words of minutes, the commonest first: the n-th stands about 1/n as often as the first, as in any language.
const words =
  '学校 工作 家长 学生 教育 会议 负责 单位 完成 安全 社区 活动 儿童 家庭 部门 落实 情况 服务 时间 问题 讨论 同意 每月 老师 联系 心理 健康 交通 放学 值守 医院 宣传 检查 食堂 卫生 志愿 文化 体育 法治 课后 留守 走访 档案 方案 经费 名单 培训 假期 网络 防护 预防 溺水 欺凌 讲座 博物 图书 场馆 研学 劳动 营养 视力 筛查 转介 个案 评估 护学 岗位 标线 公交 路口 交警 城管 街道 镇村 帮扶 困境 孤独 热线 值班 夜间 宿舍 校车 保险 消防 演练 地震 应急 物资 采购 公示 投诉 回访 满意 问卷 统计 季度 年度 总结 通报 表彰 督办 逾期 延期 核验 佐证 签到 缺席 代会 委托 纪要 印发 抄送 存档'.split(
    ' ',
  )
const weights = words.map((_, n) => 1 / (n + 1))
const sum = weights.reduce((a, b) => a + b, 0)
function word(): string {
  let left = random() * sum
  return words[weights.findIndex((weight) => (left -= weight) <= 0)] ?? words[0]!
}
/** A Chinese character of its own for everything else: names, places. */
const rare = () => String.fromCharCode(0x4e00 + Math.floor(random() * 20_000))
const sentence = () => Array.from({ length: 6 }, () => (random() < 0.25 ? rare() + rare() : word())).join('') + '。'
const paragraph = () => Array.from({ length: 10 }, sentence).join('')

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

export async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lx-bench-'))
  const cluster = await startTestPostgres()
  setRuntime({
    databaseUrl: cluster.url,
    authSecret: 'only-for-the-bench-only-for-the-bench',
    dataDir: folder,
    addresses: { local: 'http://localhost', lan: [], public: null },
  })
  try {
    const database = await createTestDatabase(cluster.url)
    // As many as a house has (db/client.ts).
    const connection = connect(database.url, { name: 'bench' })
    try {
      await measure(connection, database.url, cluster.pid)
    } finally {
      await connection.end()
      await database.drop()
    }
  } finally {
    await cluster.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  { db, sql }: ReturnType<typeof connect>,
  databaseUrl: string,
  postmaster: number,
): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const room = await makeTestRoom(db)
  const { countyId, bodyId, seriesId } = room
  const from = Date.UTC(2000, 0, 1)
  for (let first = 0; first < sittings; first += 250) {
    const ids = Array.from({ length: 250 }, () => MeetingId.parse(crypto.randomUUID()))
    const items = ids.map(() =>
      Array.from({ length: itemsEach }, () => ({
        id: AgendaItemId.parse(crypto.randomUUID()),
        title: word() + word(),
      })),
    )
    await db.insert(meetings).values(
      ids.map((id, n) => {
        const startsAt = new Date(from + (first + n) * 86_400_000)
        const endsAt = new Date(startsAt.getTime() + 3_600_000)
        const issueNumber = 100 + first + n
        return {
          countyId,
          id,
          bodyId,
          seriesId,
          title: '联席会议',
          issueNumber,
          startsAt,
          endsAt,
          joinCode: `b${first + n}`,
          createdAt: startsAt,
        }
      }),
    )
    await db
      .insert(agendaItems)
      .values(
        ids.flatMap((meetingId, n) =>
          items[n]!.map((item, at) => ({ countyId, meetingId, ...item, position: at + 1, minutesPlanned: 10 })),
        ),
      )
    await db.insert(documents).values(
      ids.map((meetingId, n) => ({
        countyId,
        id: DocumentId.parse(crypto.randomUUID()),
        kind: 'minutes' as const,
        meetingId,
        title: '纪要',
        plainText: items[n]!.map((item) => `${item.title}\n${paragraph()}`).join('\n\n'),
        createdAt: new Date(from),
      })),
    )
  }
  // A program is given issued minutes alone.
  const written = await db
    .select({ documentId: documents.id, meetingId: documents.meetingId })
    .from(documents)
    .innerJoin(meetings, and(eq(meetings.countyId, documents.countyId), eq(meetings.id, documents.meetingId)))
    .where(and(eq(documents.countyId, countyId), eq(meetings.bodyId, bodyId), eq(documents.kind, 'minutes')))
  for (let n = 0; n < written.length; n += 1_000)
    await db.insert(minutesProceedings).values(
      written.slice(n, n + 1_000).map(({ documentId, meetingId }) => ({
        ...{ countyId, documentId, meetingId: meetingId!, bodyId, state: 'issued' as const, round: 1 },
        changedAt: new Date(from),
      })),
    )
  await sql`analyze minutes_proceedings`
  const began = performance.now()
  while ((await refreshSearch(db, 200)) > 0);
  const built = (performance.now() - began) / 1000
  await sql`vacuum (analyze) search_entries`
  const [size] = await sql<{ rows: number; table: string; grams: string }[]>`select count(*)::int as rows,
    pg_size_pretty(pg_total_relation_size('search_entries')) as table,
    pg_size_pretty(pg_relation_size('search_entries_grams')) as grams from search_entries`
  say(
    `${sittings} sittings, ${size!.rows} rows, ${size!.table} with ${size!.grams} of grams; built in ${built.toFixed(0)} s`,
  )

  const kinds = {
    'a word of the texts (common to rare)': () => words[Math.floor(random() * words.length)]!,
    'the ten commonest words': () => words[Math.floor(random() * 10)]!,
    'two characters that hardly stand together': () => rare() + rare(),
  }
  // One alone may be used 600 times a minute (server/api/count-asking.ts).
  const tokens: string[] = []
  for (let n = 0; n < maxTokens; n++)
    tokens.push(await makeOwnToken(db, room.member, { name: `bench ${n}`, days: 30 }, new Date()))
  const house = await startHouse(databaseUrl, atOnce)
  try {
    await askEach()
  } finally {
    await house.stop()
  }

  async function askEach() {
    let turn = 0
    const ask = async (q: string) => {
      const start = performance.now()
      const text = await house.get(`/api/v1/search?q=${encodeURIComponent(q)}`, tokens[turn++ % tokens.length]!)
      const { items } = JSON.parse(text) as { items: unknown[] }
      return { ms: performance.now() - start, found: items.length }
    }
    for (const [name, make] of Object.entries(kinds)) {
      // First by the same crowd: a house in use has its connections open, and has planned on each what is asked there.
      await crowd(warmUp)
      const [ownBefore, theirsBefore] = [house.seconds(), cpuSeconds(postmaster)]
      const start = performance.now()
      const answers = await crowd(questions)
      const seconds = (performance.now() - start) / 1000
      const own = (((house.seconds() - ownBefore) * 1000) / questions).toFixed(2)
      const postgres = (((cpuSeconds(postmaster) - theirsBefore) * 1000) / questions).toFixed(2)
      const times = answers.map(({ ms }) => ms)
      const hits = answers.reduce((sum, { found }) => sum + found, 0)

      async function crowd(count: number) {
        const asked = Array.from({ length: count }, make)
        const answers: Awaited<ReturnType<typeof ask>>[] = []
        const person = async () => {
          for (let q = asked.pop(); q !== undefined; q = asked.pop()) answers.push(await ask(q))
        }
        await Promise.all(Array.from({ length: atOnce }, person))
        return answers
      }
      times.sort((a, b) => a - b)
      const [p50, p99, max] = [percentile(times, 0.5), percentile(times, 0.99), times.at(-1)!].map((ms) =>
        ms.toFixed(1),
      )
      say(
        `${name}: ${atOnce} at once, ${questions} questions, ${(questions / seconds).toFixed(0)}/s, ${(hits / questions).toFixed(1)} shown; p50 ${p50} ms, p99 ${p99} ms, longest ${max} ms; processor an answer: house ${own} ms, Postgres ${postgres} ms`,
      )
    }
  }
}
