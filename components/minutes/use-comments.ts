import { useCallback, useEffect, useRef, useState } from 'react'
import { CommentList, type CommentInput } from '@/server/comments/contract'
import type { ErrorCode } from '@/server/errors'
import { isErrorCode } from '@/server/errors'
import type { MinutesProvider } from './provider'

export type Refused = { code: ErrorCode; fields: Readonly<Record<string, string>> }
export type Comments = {
  /** Null until it was read. */
  list: CommentList | null
  isFailing: boolean
  read: () => Promise<void>
  /** @returns null when it was done */
  act: (command: CommentInput) => Promise<Refused | null>
}

/** The margin of a document: read when the line to it is there, and whenever the line says that it changed. */
export function useComments(documentId: string, provider: MinutesProvider | null): Comments {
  const [list, setList] = useState<CommentList | null>(null)
  const [isFailing, setFailing] = useState(false)
  const turn = useRef(0)
  const address = `/api/comments/${documentId}`
  // Answers may come in another order than they were asked for: only the newest question counts.
  const ask = useCallback(
    async (init?: RequestInit): Promise<Refused | null> => {
      const mine = ++turn.current
      try {
        const answer = await fetch(address, { cache: 'no-store', ...init })
        const body: unknown = await answer.json()
        if (!answer.ok) return refusedBy(body)
        const read = CommentList.parse(body)
        if (mine === turn.current) setList(read)
        setFailing(false)
        return null
      } catch {
        return { code: 'unavailable', fields: {} }
      }
    },
    [address],
  )
  const read = useCallback(async () => setFailing((await ask()) !== null), [ask])
  useEffect(() => {
    if (!provider) return
    const first = setTimeout(() => void read())
    const stop = provider.onComments(() => void read())
    return () => {
      clearTimeout(first)
      stop()
    }
  }, [provider, read])
  const act = useCallback(
    (command: CommentInput) =>
      ask({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(command) }),
    [ask],
  )
  return { list, isFailing, read, act }
}

function refusedBy(body: unknown): Refused {
  const { code, fields } = (body ?? {}) as { code?: unknown; fields?: Record<string, string> }
  return { code: isErrorCode(code) ? code : 'internal', fields: fields ?? {} }
}
