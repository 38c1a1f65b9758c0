import { hashOf } from '@/server/minutes/canonical'
import type { PaperFormat } from './contract'

export type IssuedFacts = {
  documentId: string
  rootSha256: string
  unitId: string
  documentNumber: string
  visibility: 'public' | 'internal'
  to: { unitId: string | null; line: string | null }[]
  papers: Partial<Record<PaperFormat, string>>
}

/** What the chain says was issued: the text, by and to whom, and the bytes of every paper. */
export const issueHash = ({ documentId, rootSha256, unitId, documentNumber, visibility, to, papers }: IssuedFacts) =>
  hashOf({
    documentId,
    rootSha256,
    unitId,
    documentNumber,
    visibility,
    to: to.map(({ unitId: id, line }) => ({ unitId: id, line })),
    papers,
  })
