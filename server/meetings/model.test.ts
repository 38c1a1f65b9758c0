import { expect, test } from 'vitest'
import { readerField, readersOf } from './model'

test('who is ticked on a row comes back as ids, whatever else the row holds', () => {
  const ids = [crypto.randomUUID(), crypto.randomUUID()]
  expect(readersOf(['title', ...ids.map(readerField), 'readerx', 'reader0193', 'topicId'])).toEqual(ids)
})
