'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import type { Difference, IssuedFacts, Verdict } from '@/server/signing/model'
import './verify.css'

/** Yes or no first, in words; then what the file says it is, or what of it is otherwise. */
export function VerdictNotice({ verdict, name }: { verdict: Verdict; name: string }) {
  const t = useTranslations('signing.verify')
  switch (verdict.kind) {
    case 'issued':
      return (
        <Notice live tone="good" title={t('yes')}>
          <Facts facts={verdict.facts} name={name} />
        </Notice>
      )
    case 'signed':
      return (
        <Notice live tone="good" title={t('yesSigned')}>
          {verdict.redacted > 0 ? <p>{t('redacted', { count: verdict.redacted })}</p> : null}
          <Facts facts={verdict.facts} name={name} />
        </Notice>
      )
    case 'changed':
      return (
        <Notice live tone="danger" title={t('broken')}>
          <p className="meta">{name}</p>
          <p>{t('brokenText')}</p>
          <ul>
            {verdict.differences.map((each, index) => (
              <li key={index}>
                <Differs difference={each} />
              </li>
            ))}
          </ul>
        </Notice>
      )
    case 'unknown':
      return (
        <Notice live tone="danger" title={t('no')}>
          <p className="meta">{name}</p>
          <p>{t('noText')}</p>
        </Notice>
      )
  }
}

function Differs({ difference }: { difference: Difference }) {
  const t = useTranslations('signing.verify')
  switch (difference.kind) {
    case 'paragraph':
      return t('paragraph', difference)
    case 'missing':
      return t('missing', difference)
    case 'item':
      return t('item', difference)
    case 'around':
      return t('around')
  }
}

function Facts({ facts, name }: { facts: IssuedFacts; name: string }) {
  const [t, signing] = [useTranslations('signing.verify'), useTranslations('signing')]
  const format = useFormatter()
  const rows = [
    [t('file'), name],
    [t('facts.title'), `${facts.title} ${signing('number', { number: facts.issueNumber })}`],
    [t('facts.body'), facts.body],
    [t('facts.unit'), facts.unit],
    [t('facts.document'), facts.documentNumber],
    [t('facts.issued'), format.dateTime(new Date(facts.issuedAt), { ...day, timeZone: facts.timeZone })],
    [t('facts.record'), t('recordText', { number: facts.record })],
    [t('facts.hash'), facts.rootSha256],
  ].filter(([, value]) => value !== '')
  return (
    <>
      {facts.amendments > 0 ? <p>{t('amended', { count: facts.amendments })}</p> : null}
      <dl className="verify-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
const day = { year: 'numeric', month: 'long', day: 'numeric' } as const
