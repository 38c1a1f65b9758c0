// The words that go along to a browser, by layout: each sends what the client components below it say and no layout above
// has sent. All of them together weighed 64 kB packed, on every page.
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MoreWords } from '@/components/shell/more-words'
import type { Namespace } from '@/server/messages'

/** By folder of app/, exactly what the code says (tests/support/words-sent.test.ts). */
export const wordsOf = {
  '': ['errors', 'shell'],
  '(hub)': ['search'],
  '(hub)/action-items': ['action-items', 'common', 'duties', 'files', 'follow-up', 'ledger', 'privacy', 'reports'],
  '(hub)/bodies': [
    'action-items',
    'bodies',
    'common',
    'duties',
    'files',
    'follow-up',
    'people',
    'privacy',
    'register',
    'reports',
    'series',
    'units',
  ],
  '(hub)/ledger-import': ['action-items', 'follow-up', 'ledger-import'],
  '(hub)/meetings': [
    'action-items',
    'agenda',
    'attendance',
    'bodies',
    'comments',
    'files',
    'meetings',
    'minutes',
    'notices',
    'people',
    'privacy',
    'signing',
    'units',
    'votes',
  ],
  '(hub)/notifications': ['notifications'],
  '(hub)/people': ['bodies', 'meetings', 'people', 'people-import', 'units'],
  '(hub)/settings': [
    'api-tokens',
    'county',
    'holidays',
    'identities',
    'meetings',
    'notices',
    'privacy',
    'settings',
    'sign-in',
    'webhooks',
  ],
  '(hub)/topics': ['files', 'meetings', 'privacy', 'topics'],
  '(door)': ['settings', 'setup', 'sign-in', 'units'],
  primitives: ['common', 'primitives', 'search'],
  rooms: ['capability', 'chairing', 'comments', 'line-test', 'minutes', 'rooms', 'units', 'votes'],
  verify: ['signing'],
} as const satisfies Record<string, readonly Namespace[]>
export type WordsPlace = keyof typeof wordsOf

export async function readWords(of: WordsPlace) {
  const [messages, wanted] = [await getMessages(), wordsOf[of] as readonly string[]]
  return Object.fromEntries(Object.entries(messages).filter(([namespace]) => wanted.includes(namespace)))
}

/** @param of the folder of the layout that says so */
export async function Words({ of, children }: { of: WordsPlace; children: ReactNode }) {
  return <MoreWords messages={await readWords(of)}>{children}</MoreWords>
}
