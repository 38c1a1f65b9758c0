// What the records inside the text need from the page around them.
import { createContext, useContext } from 'react'
import type * as Y from 'yjs'
import type { PresenceUser } from '@/server/minutes/contract'
import type { VoteSummary } from '@/server/votes/contract'

export type MinutesUnit = { id: string; name: string; kind: NonNullable<PresenceUser['kind']> }

/** Somebody at the sitting who may be named in the text. */
export type MinutesPerson = { id: string; name: string; unit: MinutesUnit | null }

export type MinutesContextValue = {
  doc: Y.Doc
  units: readonly MinutesUnit[]
  people: readonly MinutesPerson[]
  isEditable: boolean
  /** Votes whose results may stand in the text. */
  votes: readonly VoteSummary[]
  /** 2.1 of a decision: item and place within it. */
  numberOf: (recordId: string) => string | null
}

const MinutesContext = createContext<MinutesContextValue | null>(null)
export const MinutesContextProvider = MinutesContext.Provider

export function useMinutes(): MinutesContextValue {
  const value = useContext(MinutesContext)
  if (!value) throw new Error('a record outside the minutes')
  return value
}
