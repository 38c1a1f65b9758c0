import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { PresenceUser } from '@/server/minutes/contract'
import { MinutesProvider, type ProviderState } from './provider'

const unknown: ProviderState = {
  save: 'saved',
  isPending: false,
  savedAt: null,
  isConnected: false,
  isReady: false,
  role: null,
  closed: null,
  isCastOff: false,
  people: [],
}
const nothing = () => () => {}

/** One line per document and life of it; `life` raised starts afresh with an empty copy. */
export function useProvider(
  documentId: string,
  me: PresenceUser,
  keepOnDevice: boolean,
  life: number,
  onClosed?: (code: number) => void,
): [MinutesProvider | null, ProviderState] {
  const [provider, setProvider] = useState<MinutesProvider | null>(null)
  const latest = useRef({ me, onClosed })
  useEffect(() => {
    latest.current = { me, onClosed }
  })
  useEffect(() => {
    const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/collab`
    const made = new MinutesProvider({
      url,
      documentId,
      me: latest.current.me,
      keepOnDevice,
      onClosed: (code) => latest.current.onClosed?.(code),
    })
    setProvider(made)
    return () => {
      setProvider(null)
      made.destroy()
    }
  }, [documentId, keepOnDevice, life])
  const state = useSyncExternalStore(
    provider?.subscribe ?? nothing,
    provider?.getState ?? (() => unknown),
    () => unknown,
  )
  return [provider, state]
}
