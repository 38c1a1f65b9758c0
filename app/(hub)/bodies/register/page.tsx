import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { addPlaceAction, startRegisterAction } from '@/app/(hub)/bodies/register/actions'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { PlaceForm } from '@/components/register/place-form'
import { Places } from '@/components/register/places'
import { SharePicture } from '@/components/register/share-picture'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { PlaceKind, PlaceStanding, RegisterQuery } from '@/server/register/contract'
import { shareOverTime } from '@/server/register/model'
import { listBodiesForRegister, readDivisionName, readRegister } from '@/server/register/read'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Rows of a page. */
const pageSize = 100

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('register'))('title') }
}

export default async function RegisterPage({ searchParams }: Props) {
  const { person, county } = await requirePerson('/bodies/register')
  const query = RegisterQuery.parse(await searchParams)
  const mayManage = can(person, 'register.manage', { kind: 'county', countyId: person.countyId })
  const [t, all, bodies, division] = await Promise.all([
    getTranslations('register'),
    readRegister(db(), person),
    listBodiesForRegister(db(), person),
    readDivisionName(db(), person),
  ])
  const today = dayIn(county.timeZone, clock.now())
  const kinds = PlaceKind.options.filter((kind) => all.some((place) => place.kind === kind))
  // A county looks at its townships first; a prefecture or province has none and looks at its counties.
  const kind = query.kind ?? (kinds.includes('township') ? 'township' : (kinds[0] ?? 'township'))
  const ofKind = all.filter((place) => place.kind === kind)
  const shown = ofKind.filter((place) => !query.standing || place.standing === query.standing)
  const pages = Math.max(1, Math.ceil(shown.length / pageSize))
  const page = Math.min(query.page, pages)
  const points = shareOverTime(
    ofKind.map(({ standing, establishedOn }) => ({ hasBody: standing !== 'none', establishedOn })),
    today,
  )
  const undated = ofKind.filter(({ standing }) => standing === 'undated')
  const nameOf = new Map(all.map(({ id, name }) => [id, name]))
  const href = (change: Partial<RegisterQuery>) => {
    const next = { kind, standing: query.standing, ...change }
    const entries = Object.entries(next).filter(([, value]) => value !== undefined)
    return `/bodies/register?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString()}`
  }
  return (
    <div className="page page-wide">
      <div className="page-head">
        <div className="grow">
          <h1 className="title">{t('title')}</h1>
          <p className="meta">{t('lead')}</p>
        </div>
        {all.length > 0 ? (
          <LinkButton href="/api/export/register" icon="download" external>
            {t('export')}
          </LinkButton>
        ) : null}
      </div>
      {all.length === 0 ? <Empty title={t('empty')} text={t(mayManage ? 'emptyText' : 'emptyOther')} /> : null}
      {mayManage && division ? (
        <OneButtonForm action={startRegisterAction} fields={{}} icon="plus">
          {t('start', { division })}
        </OneButtonForm>
      ) : null}
      {mayManage && !division ? <p className="meta">{t('startHint')}</p> : null}
      {kinds.length > 0 ? (
        <nav className="seg register-kinds" aria-label={t('kind')}>
          {kinds.map((each) => (
            <Link
              key={each}
              href={href({ kind: each, standing: undefined })}
              aria-current={each === kind ? 'page' : undefined}
            >
              {t(`kinds.${each}`)}
            </Link>
          ))}
        </nav>
      ) : null}
      {ofKind.length > 0 ? (
        <section className="section" aria-labelledby="share">
          <h2 className="subheading" id="share">
            {t('shareTitle')}
          </h2>
          <SharePicture points={points} total={ofKind.length} today={today} kind={kind} />
          {undated.length > 0 ? (
            <p className="meta">
              {t('undatedList', { count: undated.length })}{' '}
              {undated
                .slice(0, 20)
                .map(({ name }) => name)
                .join(t('comma'))}
              {undated.length > 20 ? t('andMore') : ''}
            </p>
          ) : null}
        </section>
      ) : null}
      {ofKind.length > 0 ? (
        <section className="section" aria-labelledby="places">
          <div className="register-head">
            <h2 className="subheading" id="places">
              {t('places')}
            </h2>
            <nav className="row row-wrap" aria-label={t('columns.standing')}>
              <Link
                className="chip"
                href={href({ standing: undefined })}
                aria-current={query.standing ? undefined : 'true'}
              >
                {t('all', { count: ofKind.length })}
              </Link>
              {PlaceStanding.options.map((standing) => (
                <Link
                  key={standing}
                  className="chip"
                  href={href({ standing })}
                  aria-current={query.standing === standing ? 'true' : undefined}
                >
                  {t('standingCount', {
                    standing: t(`standings.${standing}`),
                    count: ofKind.filter((place) => place.standing === standing).length,
                  })}
                </Link>
              ))}
            </nav>
          </div>
          {shown.length > 0 ? (
            <Places
              mayManage={mayManage}
              places={shown.slice((page - 1) * pageSize, page * pageSize).map((place) => ({
                ...place,
                parent: (place.parentId && nameOf.get(place.parentId)) ?? null,
              }))}
            />
          ) : (
            <p className="meta">{t('nothing')}</p>
          )}
          {pages > 1 ? (
            <nav className="row" aria-label={t('pages')}>
              {page > 1 ? <LinkButton href={href({ page: page - 1 })}>{t('before')}</LinkButton> : null}
              <span className="meta">{t('page', { page, pages })}</span>
              {page < pages ? <LinkButton href={href({ page: page + 1 })}>{t('next')}</LinkButton> : null}
            </nav>
          ) : null}
        </section>
      ) : null}
      {mayManage ? (
        <div className="section register-form">
          <PlaceForm
            action={addPlaceAction}
            now={null}
            kind={kind}
            parents={all
              .filter((place) => place.kind !== 'school')
              .map(({ id: value, name: label }) => ({ value, label }))}
            bodies={bodies.map(({ id: value, name: label }) => ({ value, label }))}
          />
        </div>
      ) : null}
    </div>
  )
}
