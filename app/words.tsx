// The words that go along to a browser, by layout: the room's page ships what its client components say, since it comes
// down thin lines before the first picture; a page of the hub ships all, since whoever is there goes on to the others.
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MoreWords } from '@/components/shell/more-words'
import type { Namespace } from '@/server/messages'

// Both lists are exactly what the code says (tests/support/words-sent.test.ts).
export const wordsEverywhere = ['errors', 'shell'] as const satisfies readonly Namespace[]
export const wordsOfRoom = [
  'capability',
  'chairing',
  'comments',
  'line-test',
  'minutes',
  'rooms',
  'units',
  'votes',
] as const satisfies readonly Namespace[]

/** Spoken only by the server: not sent to browsers. */
const serverOnly: readonly string[] = ['cli', 'demo', 'door', 'fault', 'mail', 'primitives']

export async function readWords(isWanted: (namespace: string) => boolean) {
  const messages = await getMessages()
  return Object.fromEntries(Object.entries(messages).filter(([namespace]) => isWanted(namespace)))
}

const isEverywhere = (namespace: string) => (wordsEverywhere as readonly string[]).includes(namespace)

type Props = { only?: readonly Namespace[]; children: ReactNode }

/** Beside those that the root layout sends: the ones named, else all. */
export async function Words({ only, children }: Props) {
  const isWanted = (namespace: string) =>
    only ? (only as readonly string[]).includes(namespace) : !serverOnly.includes(namespace) && !isEverywhere(namespace)
  return <MoreWords messages={await readWords(isWanted)}>{children}</MoreWords>
}

export const readWordsEverywhere = () => readWords(isEverywhere)
