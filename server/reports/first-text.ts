// The first words of a report, in the usual wording, from what was counted. Pure but for the words of messages/.
import { translator } from '@/server/messages'
import { writeDay } from '@/server/paper/words'
import type { ReportText } from './contract'
import type { CountedBody, Named } from './count'
import { percentsOf } from './model'

/** Items that are named one by one; of the rest is said how many. */
const mostNamed = 30

export function firstText({ bodyName, locale, asOf, figures, overdue, stopped }: CountedBody): ReportText {
  const t = translator(locale, 'reports')
  const day = writeDay(locale, asOf)
  const { whole } = figures
  const percent = percentsOf(whole)
  const facts = { body: bodyName, day, ...whole, donePercent: percent.done, openPercent: percent.open }
  const ofOpen =
    whole.toVerify > 0 && whole.late > 0 ? 'both' : whole.toVerify > 0 ? 'toVerify' : whole.late > 0 ? 'late' : 'none'
  const lines = (items: readonly Named[], intro: string, line: (item: Named) => string) =>
    [
      intro,
      ...items.slice(0, mostNamed).map(line),
      ...(items.length > mostNamed ? [t('text.more', { count: items.length - mostNamed })] : []),
    ].join('\n')
  const unitOf = ({ unitName }: Named) => unitName ?? t('text.noLead')
  return {
    title: t('text.title', { body: bodyName }),
    number: '',
    addressee: t('text.addressee'),
    overall:
      whole.total === 0
        ? t('text.nothing', { body: bodyName, day })
        : [
            whole.stopped > 0
              ? t('text.wholeStopped', { ...facts, stoppedPercent: percent.stopped })
              : t('text.whole', facts),
            whole.open > 0 ? t(`text.ofOpen.${ofOpen}`, { toVerify: whole.toVerify, late: whole.late }) : '',
          ]
            .filter(Boolean)
            .join(locale === 'en' ? ' ' : ''),
    byUnit: figures.units.length > 0 ? t('text.byUnit') : '',
    bySitting: figures.sittings.length > 0 ? t('text.bySitting') : '',
    overdue:
      overdue.length > 0
        ? lines(overdue, t('text.overdue', { count: overdue.length }), (item) =>
            t('text.overdueItem', {
              number: item.number,
              title: item.title,
              unit: unitOf(item),
              day: writeDay(locale, item.dueOn!),
              days: item.daysLate,
            }),
          )
        : '',
    stopped:
      stopped.length > 0
        ? lines(stopped, t('text.stopped', { count: stopped.length }), (item) =>
            item.reason
              ? t('text.stoppedItem', {
                  number: item.number,
                  title: item.title,
                  unit: unitOf(item),
                  reason: item.reason.replace(/\s+/gu, ' ').replace(/[。.；;]+$/u, ''),
                })
              : t('text.stoppedItemBare', { number: item.number, title: item.title, unit: unitOf(item) }),
          )
        : '',
    closing: whole.open > 0 ? t('text.closing') : '',
  }
}
