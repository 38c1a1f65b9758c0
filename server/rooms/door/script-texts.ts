// The sentences the door's script may say, in the page's language. The script itself has none.
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'

export const troubles = [
  'insecure',
  'noDevices',
  'inApp',
  'denied',
  'deniedBySystem',
  'busy',
  'none',
  'noWebRtc',
  'failed',
] as const
export type Trouble = (typeof troubles)[number]

export function scriptTexts(locale: Locale) {
  const t = translator(locale, 'door')
  return {
    troubles: Object.fromEntries(
      troubles.map((name) => [name, { title: t(`trouble.${name}.title`), next: t(`trouble.${name}.next`) }]),
    ) as Record<Trouble, { title: string; next: string }>,
    asking: t('preview.asking'),
    heard: t('preview.heard'),
    quiet: t('preview.quiet'),
    noCamera: t('preview.noCamera'),
    cameraOff: t('preview.cameraOff'),
    entering: t('entering'),
    copied: t('copied'),
    go: t('wait.go'),
  }
}
export type ScriptTexts = ReturnType<typeof scriptTexts>
