// The sentences the door's script may say, in the page's language. The script itself has none.
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { lineVerdicts, type LineVerdict } from '../line-test/model'
import { capabilities, stillWorks, troubles, type Device, type Trouble } from '../capability/model'

/** The door asks for the microphone last and alone, so that is what is missing when nothing was found. */
const deviceOf = (trouble: Trouble): Device => (trouble === 'absent' ? 'microphone' : 'both')

export function scriptTexts(locale: Locale) {
  const t = translator(locale, 'door')
  const can = translator(locale, 'capability')
  const line = translator(locale, 'line-test')
  const rowOf = (trouble: Trouble) => {
    const device = can(`device.${deviceOf(trouble)}`)
    const { remedy } = capabilities[trouble]
    return {
      title: can(`trouble.${trouble}.title`, { device }),
      next: `${can(`trouble.${trouble}.next`, { device })}${locale === 'en' ? ' ' : ''}${can(`still.${stillWorks(trouble, 'both')}`)}`,
      remedy,
      button: can(`remedy.${remedy}`),
    }
  }
  return {
    troubles: Object.fromEntries(troubles.map((each) => [each, rowOf(each)])) as Record<
      Trouble,
      ReturnType<typeof rowOf>
    >,
    asking: t('preview.asking'),
    heard: t('preview.heard'),
    quiet: t('preview.quiet'),
    noCamera: t('preview.noCamera'),
    cameraOff: t('preview.cameraOff'),
    entering: t('entering'),
    copied: can('copied'),
    line: {
      steps: { signal: line('step.signal'), media: line('step.media'), quality: line('step.quality') },
      unavailable: line('unavailable'),
      later: line('later'),
      verdicts: Object.fromEntries(
        lineVerdicts.map((each) => [
          each,
          { title: line(`verdict.${each}.title`), next: line(`verdict.${each}.next`) },
        ]),
      ) as Record<LineVerdict, { title: string; next: string }>,
    },
    go: t('wait.go'),
  }
}
export type ScriptTexts = ReturnType<typeof scriptTexts>
