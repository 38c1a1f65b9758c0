// Each wall of the house, with a planted violation that ESLint must catch and the allowed import that must stay silent.
import { ESLint } from 'eslint'
import { beforeAll, expect, test } from 'vitest'

let eslint: ESLint

beforeAll(() => {
  // Without type information: a planted file is on no disk. The rules that need types are proven by the repository itself.
  eslint = new ESLint({
    overrideConfig: [
      {
        files: ['**/*.{ts,tsx}'],
        languageOptions: { parserOptions: { projectService: false } },
        rules: {
          '@typescript-eslint/no-floating-promises': 'off',
          '@typescript-eslint/no-misused-promises': 'off',
          '@typescript-eslint/switch-exhaustiveness-check': 'off',
          '@typescript-eslint/consistent-type-imports': 'off',
        },
      },
    ],
  })
}, 30_000)

async function findings(filePath: string, code: string) {
  const [result] = await eslint.lintText(`${code}\n`, { filePath, warnIgnored: true })
  return result!.messages.map((message) => `${message.ruleId ?? 'error'}: ${message.message}`)
}

const use = (from: string) => `import { thing } from '${from}'\nexport const used = thing`

const refused: [file: string, code: string][] = [
  // app
  ['app/(hub)/topics/page.tsx', use('@/db/client')],
  ['app/(hub)/topics/page.tsx', use('@/server/live/documents')],
  ['app/(hub)/topics/page.tsx', use('@/server/embedded/postgres')],
  ['app/(hub)/topics/page.tsx', use('@/server/cli/main')],
  ['app/(hub)/topics/page.tsx', use('../../read-look')],
  ['app/(hub)/topics/page.tsx', use('livekit-client')],
  ['app/(hub)/topics/page.tsx', use('@tiptap/react')],
  ['app/(hub)/topics/page.tsx', "'use client'\nexport const page = 1"],
  ['app/(hub)/topics/page.tsx', "export const later = () => import('@/db/client')"],
  ['app/(hub)/topics/page.tsx', 'export const at = new Date()'],
  ['app/(hub)/topics/page.tsx', 'export const mode = process.env.MODE'],
  ['app/(hub)/topics/page.tsx', 'export default () => <h1>All topics</h1>'],
  // components
  ['components/topics/list.tsx', use('@/app/read-look')],
  ['components/topics/list.tsx', use('@/db/schema/topics')],
  ['components/topics/list.tsx', use('@/server/topics/read')],
  ['components/topics/list.tsx', use('@/server/access')],
  ['components/topics/list.tsx', use('@/server/live/gate')],
  ['components/topics/list.tsx', use('../meetings/card')],
  ['components/topics/list.tsx', use('livekit-client')],
  ['components/topics/list.tsx', use('@livekit/components-react')],
  ['components/topics/list.tsx', use('socket.io-client')],
  ['components/topics/list.tsx', use('@tiptap/core')],
  ['components/topics/list.tsx', use('yjs')],
  ['components/topics/list.tsx', "export const later = () => import('livekit-client')"],
  ['components/topics/list.tsx', "export * from '@/server/topics/read'"],
  ['components/topics/list.tsx', 'export const mode = process.env.MODE'],
  ['components/topics/list.tsx', 'export const List = () => <p>没有议题</p>'],
  ['components/topics/list.tsx', 'export const List = () => <p>No topics yet</p>'],
  ['components/topics/list.tsx', "export const List = () => <p>{'No topics yet'}</p>"],
  ['components/topics/list.tsx', "export const word = '議題'"],
  ['components/topics/list.tsx', 'export const word = (n: number) => `${n} 議題`'],
  ['components/topics/list.tsx', 'export const Close = () => <button aria-label="Close" />'],
  ['components/topics/list.tsx', 'export const Raw = () => <p dangerouslySetInnerHTML={{ __html: html }} />'],
  ['components/topics/list.tsx', 'export const clock = { hour12: false }'],
  ['components/rooms/stage.tsx', use('@tiptap/core')],
  ['components/rooms/stage.tsx', use('@/server/rooms/admit')],
  ['components/minutes/editor.tsx', use('livekit-client')],
  ['components/minutes/editor.tsx', use('socket.io-client')],
  ['components/minutes/editor.tsx', use('@/server/minutes/store')],
  ['components/ui/button.tsx', use('@/components/shell/announcer')],
  ['components/ui/button.tsx', use('@/server/ids')],
  ['components/ui/button.tsx', use('next-intl')],
  // server
  ['server/topics/propose.ts', use('@/components/ui/button')],
  ['server/topics/propose.ts', use('@/app/read-look')],
  ['server/topics/propose.ts', use('@/server/live/documents')],
  ['server/topics/propose.ts', use('@/bench/statistics')],
  ['server/topics/propose.ts', use('../bodies/read')],
  ['server/topics/propose.ts', use('livekit-client')],
  ['server/topics/propose.ts', "export const later = () => import('@/server/live/documents')"],
  ['server/topics/propose.ts', 'export const mode = process.env.MODE'],
  ['server/topics/propose.ts', 'export const at = new Date()'],
  ['server/topics/propose.ts', 'export const at = Date.now()'],
  ['server/bus.ts', use('@/server/live/documents')],
  ['server/rooms/door/page.ts', use('@/server/live/gate')],
  ['server/rooms/door/page.ts', use('../../people/sessions')],
  ['server/live/gate.ts', use('@/components/ui/button')],
  ['server/live/gate.ts', 'export const at = Date.now()'],
  ['server/topics/contract.ts', use('node:fs')],
  ['server/topics/contract.ts', use('drizzle-orm')],
  ['server/topics/contract.ts', use('next/navigation')],
  ['server/topics/model.ts', use('./read')],
  ['server/topics/model.ts', use('@/server/db')],
  ['server/topics/model.ts', use('@/db/client')],
  ['server/topics/model.ts', 'export const at = new Date()'],
  // db
  ['db/schema/topics.ts', use('@/server/access')],
  ['db/schema/topics.ts', use('@/components/ui/button')],
  ['db/schema/topics.ts', 'export const mode = process.env.MODE'],
  // bench
  ['bench/stage.ts', use('@/components/ui/button')],
  // tests
  ['server/topics/model.test.ts', "it.only('runs alone', () => {})"],
  ['server/topics/model.test.ts', "describe.skip('later', () => {})"],
  ['server/topics/model.test.ts', "test.todo('later')"],
  ['tests/e2e/door.spec.ts', "test.describe.only('alone', () => {})"],
  ['tests/e2e/door.spec.ts', "test.fixme('later', () => {})"],
  ['tests/e2e/door.spec.ts', 'export const nap = () => page.waitForTimeout(500)'],
]

const allowed: [file: string, code: string][] = [
  ['app/(hub)/topics/page.tsx', use('@/server/topics/read')],
  ['app/(hub)/topics/page.tsx', use('@/components/topics/list')],
  ['app/(hub)/topics/page.tsx', use('@/server/access')],
  ['app/(hub)/topics/page.tsx', use('./read-filter')],
  ['app/error.tsx', "'use client'\nexport const page = 1"],
  ['app/(hub)/topics/page.tsx', 'export const at = (text: string) => new Date(text)'],
  ['components/topics/list.tsx', use('@/server/topics/contract')],
  ['components/topics/list.tsx', use('@/server/topics/model')],
  ['components/topics/list.tsx', use('@/server/ids')],
  ['components/topics/list.tsx', use('@/components/ui/button')],
  ['components/topics/list.tsx', 'export const List = () => <p>·</p>'],
  ['components/rooms/stage.tsx', use('livekit-client')],
  ['components/rooms/stage.tsx', use('@livekit/components-react')],
  ['components/rooms/use-room.ts', use('socket.io-client')],
  ['components/minutes/editor.tsx', use('@tiptap/react')],
  ['components/minutes/provider.ts', use('yjs')],
  ['components/ui/button.tsx', use('radix-ui')],
  ['components/ui/button.tsx', use('./classes')],
  ['server/topics/propose.ts', use('@/db/client')],
  ['server/topics/propose.ts', use('@/server/bodies/read')],
  ['server/rooms/door/page.ts', use('../request-entry')],
  ['server/live/gate.ts', use('./documents')],
  ['server/cli/main.ts', use('@/server/live/documents')],
  ['server/demo/load.ts', use('@/server/live/documents')],
  ['server/clock.ts', 'export const at = () => new Date()'],
  ['server/env.ts', 'export const mode = process.env.MODE'],
  ['server/topics/contract.ts', use('zod')],
  ['server/topics/model.ts', use('@/server/ids')],
  ['server/minutes/model.ts', use('yjs')],
  ['server/topics/model.ts', use('./contract')],
  ['server/demo/cast.ts', "export const name = '實驗小學'"],
  ['db/schema/topics.ts', use('@/server/ids')],
  ['bench/stage.ts', use('@/tests/support/collab')],
  ['bench/stage.ts', use('@/server/minutes/contract')],
  ['server/topics/model.test.ts', "it('runs', () => { new Date() })"],
]

test.each(refused)('%s refuses: %s', async (file, code) => {
  const found = await findings(file, code)
  expect(found.join('\n')).toMatch(/^no-restricted-(imports|syntax): /m)
})

test.each(allowed)('%s allows: %s', async (file, code) => {
  expect(await findings(file, code)).toEqual([])
})
