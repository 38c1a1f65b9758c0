import { expect, it } from 'vitest'
import { splitMinutes } from './split-minutes'

it('gives each agenda item its lines, and leaves out what has none', () => {
  const text = '落實情況\n第一段\n第二段\n\n課後服務\n\n交通疏導\n落實情況\n末段'
  expect(splitMinutes(text, ['落實情況', '課後服務', '交通疏導'])).toEqual([
    { title: '落實情況', paragraphs: ['第一段', '第二段'] },
    { title: '交通疏導', paragraphs: ['落實情況', '末段'] },
  ])
})

it('shows nothing of an empty text', () => {
  expect(splitMinutes('', ['落實情況'])).toEqual([])
})
