// The papers of issued minutes, each format once, from the signed text and its facts alone.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { translator } from '@/server/messages'
import type { AgendaItemId } from '@/server/ids'
import { paperOf } from '@/server/paper/paper-of'
import { renderPaper } from '@/server/paper/render'
import { writeJson } from '@/server/paper/write-json'
import { dayIn } from '@/server/people/read-person'
import { paperFormats, type Issue, type PaperFormat } from './contract'
import type { IssueBasis } from './issue-basis'

export type MadePaper = { format: PaperFormat; data: Uint8Array<ArrayBuffer>; sha256: string }

const Item = z.object({ content: z.array(z.unknown()) })

/** @throws internal; unavailable where too many papers wait to be set */
export async function makePapers(
  { head, text, signature, unit, to }: IssueBasis,
  { documentNumber, visibility }: Pick<Issue, 'documentNumber' | 'visibility'>,
  at: Date,
): Promise<MadePaper[]> {
  const { locale, timeZone } = head.facts.county
  const items = text.items.map((item): { id: AgendaItemId; sha256: string; content: unknown[] } => {
    const { content } = Item.parse(JSON.parse(item.text))
    return { id: item.id, sha256: item.sha256, content }
  })
  const { number, at: signedAt, by, office, keyId, mac } = signature
  const names = to.map(({ name }) => name)
  const paper = paperOf(head, items, {
    date: dayIn(timeZone, at),
    issuingUnit: unit.name,
    documentNumber,
    distribution: names,
    signOff: {
      signedBy: by,
      signerOffice: translator(locale, 'bodies')(`offices.${office}`),
      signedAt: signedAt.toISOString(),
      sha256: text.rootSha256,
      chainHead: mac,
      chainCount: number,
    },
    state: 'issued',
  })
  const record = { number, at: signedAt.toISOString(), by, office, keyId, mac }
  const issue = { at: at.toISOString(), unit: unit.name, documentNumber, visibility, to: names }
  return Promise.all(
    paperFormats.map(async (format): Promise<MadePaper> => {
      const data = format === 'json' ? writeJson(head, items, { record, issue }) : await renderPaper(paper, { format })
      return { format, data, sha256: createHash('sha256').update(data).digest('hex') }
    }),
  )
}
