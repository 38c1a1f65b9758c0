'use client'

// Files on their way out of this page, one after the other. tus goes on where a cut line left off; while there is none it
// tries again by itself, and the page says so. What the server refuses is not tried again.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DetailedError, Upload } from 'tus-js-client'
import { errorTable, type ErrorCode } from '@/server/errors'
import { maxFileBytes, uploadsPath, type FilePlace } from '@/server/files/contract'

export type Sending = {
  key: number
  name: string
  bytes: number
  sent: number
  state: 'queued' | 'sending' | 'cut' | 'failed'
  code: ErrorCode | null
}

/** Bytes in one request: a cut costs at most what was under way in it. */
const chunkBytes = 4 * 1024 * 1024
/** Milliseconds before each new try; a try that brings bytes starts the row again. */
const retryDelays = [0, 1000, 2000, ...Array.from({ length: 200 }, () => 4000)]

const isLineFault = (status: number) =>
  status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507)

export function useUploads(place: FilePlace, onDone: (name: string) => void) {
  const [sending, setSending] = useState<readonly Sending[]>([])
  const waiting = useRef<{ key: number; file: File }[]>([])
  const running = useRef<{ key: number; upload: Upload | null } | null>(null)
  const next = useRef(0)
  const done = useRef(onDone)
  const where = useRef(place)
  useEffect(() => {
    done.current = onDone
    where.current = place
  })

  const change = useCallback(
    (key: number, to: Partial<Sending>) =>
      setSending((all) => all.map((each) => (each.key === key ? { ...each, ...to } : each))),
    [],
  )

  const goOn = useCallback(
    async function goOn(): Promise<void> {
      const first = running.current === null ? waiting.current.shift() : undefined
      if (!first) return
      const { key, file } = first
      const own = (running.current = { key, upload: null as Upload | null })
      const end = () => {
        if (running.current === own) running.current = null
        void goOn()
      }
      try {
        const upload = await start(file, where.current, {
          onProgress: (sent) => change(key, { state: 'sending', sent }),
          onCut: () => change(key, { state: 'cut' }),
          onSuccess: () => {
            setSending((all) => all.filter((each) => each.key !== key))
            done.current(file.name)
            end()
          },
          onError: (code) => {
            change(key, { state: 'failed', code })
            end()
          },
        })
        // Cancelled while the code for sending was being fetched.
        if (running.current === own) own.upload = upload
        else void upload.abort(true)
      } catch {
        change(key, { state: 'failed', code: 'unavailable' })
        end()
      }
    },
    [change],
  )

  const add = useCallback(
    (files: readonly File[]) => {
      const rows = files.map((file): Sending => {
        const code = file.size === 0 ? 'file_empty' : file.size > maxFileBytes ? 'file_too_large' : null
        const key = (next.current += 1)
        if (code === null) waiting.current.push({ key, file })
        return { key, name: file.name, bytes: file.size, sent: 0, state: code ? 'failed' : 'queued', code }
      })
      setSending((all) => [...all, ...rows])
      void goOn()
    },
    [goOn],
  )

  /** Takes a row away; what was sent of it goes on the server too. */
  const cancel = useCallback(
    (key: number) => {
      waiting.current = waiting.current.filter((each) => each.key !== key)
      setSending((all) => all.filter((each) => each.key !== key))
      if (running.current?.key !== key) return
      // Out of reach it cannot be told; the server sweeps it within a day.
      void running.current.upload?.abort(true).catch(() => {})
      running.current = null
      void goOn()
    },
    [goOn],
  )

  useEffect(
    () => () => {
      waiting.current = []
      void running.current?.upload?.abort()
    },
    [],
  )
  return { sending, add, cancel }
}

type Said = {
  onProgress: (sent: number) => void
  onCut: () => void
  onSuccess: () => void
  onError: (code: ErrorCode) => void
}

async function start(file: File, place: FilePlace, said: Said): Promise<Upload> {
  const { Upload: Sender } = await import('tus-js-client')
  const upload = new Sender(file, {
    endpoint: uploadsPath,
    chunkSize: chunkBytes,
    retryDelays,
    metadata: { name: file.name, kind: place.kind, id: place.id },
    removeFingerprintOnSuccess: true,
    // The same file for another place is another upload.
    fingerprint: () =>
      Promise.resolve(['lianxi', place.kind, place.id, file.name, file.size, file.lastModified].join(' ')),
    onProgress: said.onProgress,
    onShouldRetry: (error) => {
      const isAgain = isLineFault(error.originalResponse?.getStatus() ?? 0)
      if (isAgain) said.onCut()
      return isAgain
    },
    onSuccess: said.onSuccess,
    onError: (error) => said.onError(codeOf(error)),
  })
  const [before] = await upload.findPreviousUploads()
  if (before) upload.resumeFromPreviousUpload(before)
  upload.start()
  return upload
}

function codeOf(error: Error | DetailedError): ErrorCode {
  const response = 'originalResponse' in error ? error.originalResponse : null
  try {
    const { code } = JSON.parse(response?.getBody() ?? '') as { code?: string }
    if (code !== undefined && Object.hasOwn(errorTable, code)) return code as ErrorCode
  } catch {
    // tus's own words, or none.
  }
  return response?.getStatus() === 404 ? 'not_found' : 'unavailable'
}
