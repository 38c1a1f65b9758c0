import { useTranslations } from 'next-intl'
import { daysBetween } from '@/server/action-items/model'
import { useDay } from './due'
import './slip.css'

type Props = {
  body: string
  /** How often this item was chased with it. */
  number: number
  item: string
  title: string
  source: string
  deliverable: string
  unit: string
  owner: string
  due: string | null
  madeOn: string
  word: string
  latest: { text: string; percent: number; on: string } | null
  /** Empty where a rule of the body made it. */
  by: string
}

/** 催辦單 on one sheet: whom it is to, what was asked, by when, what was last heard, and where the answer is signed. */
export function Slip({ latest, ...slip }: Props) {
  const t = useTranslations('follow-up.slip')
  const day = useDay()
  const late = slip.due === null ? 0 : -daysBetween(slip.madeOn, slip.due)
  return (
    <article className="slip">
      <p className="slip-head">{slip.body}</p>
      <h1>{t('title')}</h1>
      <p className="slip-number">{t('number', { item: slip.item, number: slip.number })}</p>
      <p>{t('to', { unit: slip.unit })}</p>
      <p className="slip-text">
        {slip.due === null
          ? t('textNoDue', { source: slip.source, title: slip.title })
          : late > 0
            ? t('textLate', { source: slip.source, title: slip.title, due: day(slip.due, 'day'), days: late })
            : t('text', { source: slip.source, title: slip.title, due: day(slip.due, 'day'), days: -late })}
      </p>
      {slip.word ? <p className="slip-text">{slip.word}</p> : null}
      <table>
        <tbody>
          <tr>
            <th scope="row">{t('deliverable')}</th>
            <td>{slip.deliverable || t('none')}</td>
          </tr>
          <tr>
            <th scope="row">{t('owner')}</th>
            <td>{slip.owner || t('none')}</td>
          </tr>
          <tr>
            <th scope="row">{t('latest')}</th>
            <td>
              {latest
                ? t('latestText', { on: day(latest.on, 'day'), percent: latest.percent, text: latest.text })
                : t('noLatest')}
            </td>
          </tr>
          <tr className="slip-answer">
            <th scope="row">{t('answer')}</th>
            <td />
          </tr>
        </tbody>
      </table>
      <p className="slip-foot">
        {slip.by ? t('by', { name: slip.by }) : t('byRule')}
        <br />
        {day(slip.madeOn, 'day')}
      </p>
    </article>
  )
}
