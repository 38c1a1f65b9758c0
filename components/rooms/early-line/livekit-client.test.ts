import { readFileSync } from 'node:fs'
import * as livekit from 'livekit-client'
import { expect, it } from 'vitest'

it('hands on all that LiveKit’s client exports', () => {
  const text = readFileSync(new URL('./livekit-client.ts', import.meta.url), 'utf8')
  const handedOn = /export const \{([^}]+)\}/.exec(text)![1]!.match(/\w+/g)
  expect(handedOn).toEqual(Object.keys(livekit).filter((name) => name !== 'default'))
})
