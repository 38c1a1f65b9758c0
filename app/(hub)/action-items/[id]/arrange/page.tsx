import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { HandOverForm, LabelForm, LinkForm, ParentForm, SplitForm } from '@/components/action-items/arrange-forms'
import { LinkButton } from '@/components/ui/link-button'
import { itemNumber } from '@/server/action-items/model'
import { listParentChoices } from '@/server/action-items/read-parents'
import { readActionItem, readItemChoices, readItemLinks } from '@/server/action-items/read-item'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { ActionItemId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { handOverAction, itemLinkAction, labelItemAction, setParentAction, splitItemAction } from './actions'

type Params = Promise<{ id: string }>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('follow-up.arrange'))('title') }
}

export default async function ArrangePage({ params }: { params: Params }) {
  const id = ActionItemId.safeParse((await params).id)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/action-items/${id.data}/arrange`)
  const at = clock.now()
  const item = await readActionItem(db(), person, id.data, at).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const may = (deed: (typeof item.deeds)[number]) => item.deeds.includes(deed)
  if (!may('split') && !may('label') && !may('hand-over') && !item.mayLink) notFound()
  const [t, choices, links, parents] = await Promise.all([
    getTranslations('follow-up'),
    readItemChoices(db(), person, item.meeting.bodyId, at),
    item.mayLink ? readItemLinks(db(), person, item.id, at) : [],
    may('label') ? listParentChoices(db(), person, item.meeting.bodyId, item.id) : [],
  ])
  const holders = choices.holders.map((each) => ({
    ...each,
    unitName: choices.units.find((unit) => unit.id === each.unitId)?.name ?? '',
  }))
  const ofItem = new Set([item.lead?.id, ...item.assisting.map((unit) => unit.id)])
  return (
    <div className="page page-narrow item-page item-detail">
      <LinkButton href={`/action-items/${item.id}`} tone="quiet" icon="left">
        {t('arrange.back')}
      </LinkButton>
      <div>
        <p className="meta">
          {itemNumber(item.meeting.issueNumber, item.number)} {item.title}
        </p>
        <h1 className="heading">{t('arrange.title')}</h1>
      </div>
      {may('hand-over') ? (
        <section aria-labelledby="hand-over">
          <h2 className="subheading" id="hand-over">
            {t('handOver.title')}
          </h2>
          {item.isTextFinal ? (
            <HandOverForm
              action={handOverAction}
              id={item.id}
              leadUnitId={item.lead?.id ?? ''}
              units={choices.units}
              holders={holders}
            />
          ) : (
            <p className="meta">{t('handOver.notFinal')}</p>
          )}
        </section>
      ) : null}
      {may('split') ? (
        <section aria-labelledby="split">
          <h2 className="subheading" id="split">
            {t('split.title')}
          </h2>
          <SplitForm
            action={splitItemAction}
            id={item.id}
            onceKey={crypto.randomUUID()}
            units={choices.units}
            dueOn={item.dueOn}
          />
        </section>
      ) : null}
      {may('label') ? (
        <section aria-labelledby="labels">
          <h2 className="subheading" id="labels">
            {t('labels.title')}
          </h2>
          <LabelForm action={labelItemAction} id={item.id} priority={item.priority} tags={item.tags} />
          <ParentForm action={setParentAction} id={item.id} parentId={item.parent?.id ?? ''} choices={parents} />
        </section>
      ) : null}
      {item.mayLink ? (
        <section aria-labelledby="links">
          <h2 className="subheading" id="links">
            {t('link.title')}
          </h2>
          <LinkForm
            action={itemLinkAction}
            id={item.id}
            holders={holders.filter((each) => ofItem.has(each.unitId))}
            links={links.map((link) => ({ ...link, until: dayIn(county.timeZone, link.expiresAt) }))}
          />
        </section>
      ) : null}
    </div>
  )
}
