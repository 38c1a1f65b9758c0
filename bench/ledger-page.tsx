// What the ledger's page reads and draws (app/(hub)/action-items/page.tsx), without Next around it: no frame, no second
// drawing for the browser, no session. Drawing is so the smaller part here, and the share of reading the larger.
import { NextIntlClientProvider } from 'next-intl'
import { renderToString } from 'react-dom/server'
import type { Db } from '@/db/client'
import { LedgerFilters, LedgerViews } from '@/components/action-items/ledger-filters'
import { LedgerPictures } from '@/components/action-items/ledger-pictures'
import { LedgerRows } from '@/components/action-items/ledger-rows'
import type { PersonActor } from '@/server/access'
import { LedgerQuery } from '@/server/action-items/contract'
import { readLedger } from '@/server/action-items/read'
import { readChoices } from '@/server/action-items/read-choices'
import { summarise } from '@/server/action-items/summarise'
import { readTallies } from '@/server/action-items/tallies'
import { formats, readMessages } from '@/server/messages'
import { dayIn } from '@/server/people/read-person'

const timeZone = 'Asia/Shanghai'
const query = LedgerQuery.parse({})
const messages = readMessages('zh-Hans')

export type PageRead = Awaited<ReturnType<typeof readPage>>

export async function readPage(db: Db, actor: PersonActor, today: string, at: Date) {
  const now = { today, timeZone }
  const counting = readTallies(db, actor, now, at)
  const [tallies, choices, ledger] = await Promise.all([
    counting,
    readChoices(db, actor),
    readLedger(db, actor, query, now, counting),
  ])
  return { today, tallies, choices, ledger, sums: summarise(tallies.units, actor) }
}

export function drawPage({ today, tallies, choices, ledger, sums }: PageRead): string {
  return renderToString(
    <NextIntlClientProvider locale="zh-Hans" messages={messages} timeZone={timeZone} formats={formats}>
      <LedgerPictures today={today} tallies={tallies} />
      <LedgerViews query={query} counts={sums.views} />
      <LedgerFilters query={query} choices={choices} />
      <LedgerRows
        caption=""
        today={today}
        query={query}
        mayChoose={false}
        items={ledger.rows.map(({ meeting, latest, ...row }) => ({
          ...row,
          issueNumber: meeting.issueNumber,
          latest: latest && latest.remark !== '' ? { remark: latest.remark, on: dayIn(timeZone, latest.at) } : null,
        }))}
      />
    </NextIntlClientProvider>,
  )
}
