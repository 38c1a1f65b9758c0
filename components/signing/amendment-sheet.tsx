import { useFormatter, useTranslations } from 'next-intl'
import { itemNumber } from '@/server/action-items/model'
import type { AmendmentView, MinutesView, RecordView } from '@/server/signing/model'
import '@/components/action-items/slip.css'

type Props = {
  amendment: AmendmentView
  issued: NonNullable<MinutesView['issued']>
  /** Of the body's chain; null: not signed yet. */
  record: RecordView | null
  /** Counted from 1, as on the page of the minutes; null: of an action item. */
  paragraph: { item: number; paragraph: number } | null
  body: string
  title: string
  issueNumber: number
  nameOf: (unitId: string) => string
}

/** 更正 on one sheet: of which minutes, where, what stood there, what it reads now, why, and who signed it. */
export function AmendmentSheet({ amendment, issued, record, paragraph, body, title, issueNumber, nameOf }: Props) {
  const t = useTranslations('signing.amend')
  const chain = useTranslations('signing.chain')
  const paper = useTranslations('paper')
  const offices = useTranslations('bodies.offices')
  const format = useFormatter()
  const { number, field, was, becomes, reason } = amendment
  const words = (value: string) => (field === 'leadUnitId' ? nameOf(value) : value)
  const rows = [
    [t('sheet.where'), whereOf()],
    [t('sheet.was'), words(was)],
    [t('sheet.becomes'), words(becomes)],
    [t('reason'), reason],
  ] as const
  return (
    <article className="slip">
      <p className="slip-head">{body}</p>
      <h1>{t('title')}</h1>
      <p className="slip-number">{t('number', { number })}</p>
      <p className="slip-text">
        {t('sheet.text', {
          unit: issued.unit.name,
          day: format.dateTime(issued.at, 'day'),
          title,
          issue: issueNumber,
          hasNumber: issued.documentNumber ? 'yes' : 'no',
          documentNumber: issued.documentNumber,
        })}
      </p>
      <table>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {issued.to.length > 0 ? <p>{t('sheet.to', { to: issued.to.join(paper('list')) })}</p> : null}
      <p className="slip-foot">
        {record ? (
          <>
            {`${chain('amended')} ${offices(record.office)} ${record.by ?? ''}`}
            <br />
            {format.dateTime(record.at, 'day')} · {chain('record', { number: record.number })}
          </>
        ) : (
          <b>{t('waiting')}</b>
        )}
      </p>
      {record ? <p className="signing-hash">{record.sha256}</p> : null}
    </article>
  )

  function whereOf(): string {
    if (paragraph) return t('sheet.paragraph', paragraph)
    const item = amendment.itemNumber === null ? '' : itemNumber(issueNumber, amendment.itemNumber)
    return t('sheet.item', { item, field: field ? t(`fields.${field}`) : '' })
  }
}
