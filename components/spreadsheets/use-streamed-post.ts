'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ProgressLine } from '@/server/spreadsheets/contract'

export type Standing =
  | { at: 'idle' }
  | { at: 'sending'; done: number; total: number }
  /** No known end: the file is being read. */
  | { at: 'working' }
  | { at: 'storing'; done: number; total: number }
  | { at: 'refused'; code: string; fields: Readonly<Record<string, string>> }

/** Posts a form and follows the lines of the answer: bytes sent, rows stored, and the address to go on to. */
export function useStreamedPost() {
  const router = useRouter()
  const [standing, setStanding] = useState<Standing>({ at: 'idle' })

  function post(url: string, body: FormData): void {
    // fetch tells nothing of an upload's progress.
    const request = new XMLHttpRequest()
    let read = 0
    let isSettled = false
    const take = (line: string) => {
      const parsed = ProgressLine.safeParse(safeJson(line))
      if (!parsed.success) return
      const said = parsed.data
      if ('done' in said) return setStanding({ at: 'storing', ...said })
      isSettled = true
      if ('code' in said) return setStanding({ at: 'refused', ...said })
      setStanding({ at: 'idle' })
      router.push(said.href)
      router.refresh()
    }
    const hear = () => {
      const lines = request.responseText.slice(read).split('\n')
      const rest = lines.pop()!
      read = request.responseText.length - rest.length
      lines.forEach(take)
    }
    request.upload.onprogress = ({ loaded, total }) => setStanding({ at: 'sending', done: loaded, total })
    request.upload.onload = () => setStanding({ at: 'working' })
    request.onprogress = hear
    request.onloadend = () => {
      if (request.status === 200) hear()
      if (!isSettled)
        setStanding({ at: 'refused', code: request.status === 0 ? 'unavailable' : 'internal', fields: {} })
    }
    request.open('POST', url)
    request.setRequestHeader('accept', 'application/x-ndjson')
    setStanding({ at: 'working' })
    request.send(body)
  }
  return { standing, post }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
