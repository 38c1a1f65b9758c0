// The JSON of minutes, of a draft and as issued: one format (signing/contract.SignedExport), which anybody can check.
import type { CanonicalItem } from '@/server/minutes/canonical'
import { hashOf } from '@/server/minutes/canonical'
import type { SignedExport, SignedHead } from '@/server/signing/contract'
import { rootOf, textHashOf } from '@/server/signing/text'

export function writeJson(
  head: SignedHead,
  items: readonly Pick<CanonicalItem, 'id' | 'content' | 'sha256'>[],
  { record, issue }: Pick<SignedExport, 'record' | 'issue'>,
): Uint8Array<ArrayBuffer> {
  const sha256 = textHashOf(items)
  const file: SignedExport = {
    format: 'lianxi-minutes/1',
    state: issue ? 'issued' : 'draft',
    head,
    items: items.map(({ id, sha256: of, content }) => ({ id, sha256: of, content })),
    sha256,
    rootSha256: rootOf(hashOf(head), sha256),
    record,
    issue,
  }
  return new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`)
}
