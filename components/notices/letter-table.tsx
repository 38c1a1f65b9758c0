import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import type { LetterState } from '@/server/notices/model'

export type LetterRow = { name: string; kind: string; state: LetterState; hasAddress: boolean }

const kinds = ['notice', 'changed', 'cancelled', 'reminder'] as const

/** What became of each letter, or who would have had one. */
export function LetterTable({ letters }: { letters: readonly LetterRow[] }) {
  const t = useTranslations('notices.letters')
  if (letters.length === 0) return <p className="meta">{t('empty')}</p>
  return (
    <ul className="reply-list">
      {letters.map((letter, n) => {
        const kind = kinds.find((each) => letter.kind === `meeting.${each}`) ?? 'notice'
        return (
          <li key={n}>
            <span className="reply-who">
              <b>{letter.name}</b> {t(`kinds.${kind}`)}
            </span>
            <span className="reply-what">
              <Badge tone={letter.state === 'sent' ? 'good' : letter.state === 'failed' ? 'warn' : 'line'}>
                {t(`states.${letter.state}`)}
              </Badge>
              {letter.hasAddress ? null : <span className="fine">{t('noAddress')}</span>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
