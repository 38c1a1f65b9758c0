import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Count } from '@/components/ui/count'
import { LinkButton } from '@/components/ui/link-button'
import { daysBetween } from '@/server/action-items/model'
import type { Await, FirstThing } from '@/server/home/contract'
import './awaits.css'

/** What to do first, and why: three at most. */
export function FirstThings({ first }: { first: readonly FirstThing[] }) {
  const t = useTranslations('awaits')
  if (first.length === 0) return null
  return (
    <section className="section first-things" aria-labelledby="first">
      <div className="section-head">
        <h2 id="first">{t('first')}</h2>
        <span className="fine">{t('firstNote')}</span>
      </div>
      <ol>
        {first.map(({ thing, reason }) => (
          <li key={thing.key}>
            <b>{t(`kinds.${thing.kind}`, { title: thing.title })}</b>
            <span className="meta block">{t(`reasons.${reason.why}`, { days: reason.days })}</span>
            <LinkButton href={thing.href} size="small">
              {t(`go.${thing.kind}`)}
            </LinkButton>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** All that awaits this person: what, as what, until when. */
export function Awaits({ all, today }: { all: readonly Await[]; today: string }) {
  const t = useTranslations('awaits')
  const offices = useTranslations('bodies.offices')
  const day = useDay()
  if (all.length === 0) return null
  return (
    <section className="section" aria-labelledby="awaits">
      <div className="section-head">
        <h2 id="awaits">{t('title')}</h2>
        <Count value={all.length} />
      </div>
      <ul aria-label={t('title')} className="awaits">
        {all.map((thing) => (
          <li key={thing.key} data-late={thing.until !== null && thing.until < today ? true : undefined}>
            <span className="awaits-until">
              {thing.until === null ? t('noDay') : day(thing.until)}
              {thing.until === null ? null : (
                <span className="fine block">
                  {thing.until < today
                    ? t('late', { days: daysBetween(thing.until, today) })
                    : t('left', { days: daysBetween(today, thing.until) })}
                </span>
              )}
            </span>
            <span>
              <Link href={thing.href}>{t(`kinds.${thing.kind}`, { title: thing.title })}</Link>
              <span className="meta block">{t('as', { office: offices(thing.as.office), unit: thing.as.unit })}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
