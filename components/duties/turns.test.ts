import { expect, test } from 'vitest'
import { Turns } from './turns'

/** Requests that are answered when the test says so. */
function house() {
  const sent: string[] = []
  const answers = new Map<string, (code: 'conflict' | null) => void>()
  const send = (name: string) => () => {
    sent.push(name)
    return new Promise<'conflict' | null>((done) => answers.set(name, done))
  }
  const answer = async (name: string, code: 'conflict' | null = null) => {
    await expect.poll(() => answers.has(name)).toBe(true)
    answers.get(name)!(code)
  }
  return { sent, send, answer }
}

test('each is sent when the one before it is answered', async () => {
  const { sent, send, answer } = house()
  const turns = new Turns()
  const all = ['one', 'two', 'three'].map((name) => turns.take('gate', send(name)))
  await answer('one')
  expect(await all[0]).toBeNull()
  expect(sent).not.toContain('three')
  await answer('two')
  await answer('three')
  expect(await Promise.all(all)).toEqual([null, null, null])
  expect(sent).toEqual(['one', 'two', 'three'])
})

test('what was pressed on top of a refused one is not sent; others are, and so is what is pressed after it', async () => {
  const { sent, send, answer } = house()
  const turns = new Turns()
  const refused = turns.take('gate', send('refused'))
  const onTop = turns.take('gate', send('on top'))
  const another = turns.take('meals', send('another'))
  const order = turns.take(null, send('order'))
  await answer('refused', 'conflict')
  expect([await refused, await onTop]).toEqual(['conflict', 'notSent'])
  const again = turns.take('gate', send('again'))
  for (const name of ['another', 'order', 'again']) await answer(name)
  expect(await Promise.all([another, order, again])).toEqual([null, null, null])
  expect(sent).toEqual(['refused', 'another', 'order', 'again'])
})

test('a refused order holds nothing up', async () => {
  const { sent, send, answer } = house()
  const turns = new Turns()
  const [first, second] = [turns.take(null, send('first')), turns.take(null, send('second'))]
  await answer('first', 'conflict')
  await answer('second')
  expect([await first, await second]).toEqual(['conflict', null])
  expect(sent).toEqual(['first', 'second'])
})
