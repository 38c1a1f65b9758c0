import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice'
import { readerField } from '@/server/meetings/model'

type Reader = { value: string; label: string }

/** Who alone sees an item's title and text (限名單事項). Nobody ticked: the item is for everybody. */
export function ReaderList({
  at,
  row,
  readers,
}: {
  at: number
  row: Record<string, string>
  readers: readonly Reader[]
}) {
  const t = useTranslations('meetings.form.readers')
  const ticked = readers.filter(({ value }) => row[readerField(value)] !== undefined)
  return (
    <details className="reader-list" open={ticked.length > 0}>
      <summary>{ticked.length > 0 ? t('some', { count: ticked.length }) : t('none')}</summary>
      <p className="fine">{t('hint')}</p>
      <Choices legend={t('legend', { n: at + 1 })}>
        <div className="reader-names">
          {readers.map(({ value, label }) => (
            <Choice
              key={value}
              name={`agenda.${at}.${readerField(value)}`}
              value="1"
              defaultChecked={row[readerField(value)] !== undefined}
            >
              {label}
            </Choice>
          ))}
        </div>
      </Choices>
    </details>
  )
}
