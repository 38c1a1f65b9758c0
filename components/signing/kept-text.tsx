import { useTranslations } from 'next-intl'
import { Block } from '@/components/meetings/minutes-read'
import { UnitName } from '@/components/action-items/unit-name'
import { Badge } from '@/components/ui/badge'
import { sameEnds } from '@/server/minutes/model'
import type { UnitView } from '@/server/rooms/contract'
import type { MinutesView } from '@/server/signing/model'
import type { Act } from './act-form'
import { Facts } from './facts'
import { AmendParagraphForm, ObjectForm, ObjectionActs } from './acts'
import './signing.css'

type Acts = Readonly<Record<'objectAction' | 'answerObjectionAction' | 'proposeAmendmentAction', Act>>
type Props = { view: MinutesView; meetingId: string; units: readonly UnitView[]; acts: Acts }
type Item = MinutesView['text']['items'][number]

/** The text word for word as it was circulated; each paragraph with what units object to in it, and what was amended. */
export function KeptText({ view, meetingId, units, acts }: Props) {
  const t = useTranslations('signing')
  const items = view.text.items.map((item, index) => ({ item, number: index + 1 }))
  const written = items.filter(({ item }) => item.paragraphs.length > 0)
  return (
    <article className="card card-paper doc minutes-read signing-paper" aria-label={t('text')}>
      {written.length === 0 ? <p className="meta">{t('empty')}</p> : null}
      {written.map(({ item, number }) => (
        <section key={item.id} aria-labelledby={`text-${item.id}`}>
          <h2 id={`text-${item.id}`}>
            {number}. {item.title}
          </h2>
          {item.paragraphs.map((paragraph, index) => (
            <div key={paragraph.index} className="signing-part" id={`p-${item.id}-${paragraph.index}`}>
              <Block block={shown(paragraph.block, units)} />
              <Amendments view={view} item={item} paragraph={paragraph.index} />
              <Objections
                view={view}
                meetingId={meetingId}
                item={item}
                paragraph={paragraph}
                act={acts.answerObjectionAction}
              />
              {view.answersFor.length > 0 ? (
                <ObjectForm
                  action={acts.objectAction}
                  units={view.answersFor}
                  was={paragraph.isText ? paragraph.plain : null}
                  label={t('answer.objectTo', { item: number, paragraph: index + 1 })}
                  fields={{
                    meetingId,
                    round: String(view.round),
                    agendaItemId: item.id,
                    paragraph: String(paragraph.index),
                    paragraphSha256: paragraph.sha256,
                  }}
                />
              ) : null}
              {view.may.amend && 'runs' in paragraph.block ? (
                <AmendParagraphForm
                  action={acts.proposeAmendmentAction}
                  was={paragraph.plain}
                  label={t('amend.paragraphOf', { item: number, paragraph: index + 1 })}
                  fields={{ meetingId, agendaItemId: item.id, paragraph: String(paragraph.index) }}
                />
              ) : null}
            </div>
          ))}
        </section>
      ))}
      {view.text.facts ? <Facts facts={view.text.facts} /> : null}
    </article>
  )
}

function shown(block: Item['paragraphs'][number]['block'], units: readonly UnitView[]) {
  if (block.kind !== 'actionItem') return block
  const { leadUnitId, ...rest } = block
  return { ...rest, lead: units.find((unit) => unit.id === leadUnitId) ?? null, href: null }
}

function Objections({
  view,
  meetingId,
  item,
  paragraph,
  act,
}: {
  view: MinutesView
  meetingId: string
  item: Item
  paragraph: Item['paragraphs'][number]
  act: Act
}) {
  const t = useTranslations('signing.objection')
  return view.answers
    .filter((answer) => answer.agendaItemId === item.id && answer.paragraph === paragraph.index)
    .map((objection) => (
      <div key={objection.id} className="signing-objection" data-unit={objection.unit.kind}>
        <div className="row row-wrap">
          <UnitName unit={objection.unit} small />
          {objection.answer ? (
            <Badge tone={objection.answer.kind === 'accepted' ? 'good' : 'line'}>{t(objection.answer.kind)}</Badge>
          ) : (
            <Badge tone="warn" icon="comment">
              {t('open')}
            </Badge>
          )}
        </div>
        <p>{objection.word}</p>
        {objection.proposes === null ? null : (
          <p>
            {t('proposes')}
            <Changed was={paragraph.plain} becomes={objection.proposes} />
          </p>
        )}
        {objection.answer?.reason ? <p className="meta">{t('because', { reason: objection.answer.reason })}</p> : null}
        {view.may.settle && !objection.answer ? (
          <ObjectionActs action={act} meetingId={meetingId} answerId={objection.id} />
        ) : null}
      </div>
    ))
}

/** What was taken out and put in, among what stays. */
function Changed({ was, becomes }: { was: string; becomes: string }) {
  const [head, tail] = sameEnds(was, becomes)
  const [out, into] = [was.slice(head, was.length - tail), becomes.slice(head, becomes.length - tail)]
  return (
    <>
      {becomes.slice(0, head)}
      {out ? <del>{out}</del> : null}
      {into ? <ins>{into}</ins> : null}
      {becomes.slice(becomes.length - tail)}
    </>
  )
}

function Amendments({ view, item, paragraph }: { view: MinutesView; item: Item; paragraph: number }) {
  const t = useTranslations('signing.amend')
  return (view.issued?.amendments ?? [])
    .filter((each) => each.agendaItemId === item.id && each.paragraph === paragraph)
    .map((each) => (
      <div key={each.number} className="signing-amendment">
        <b>{t('number', { number: each.number })}</b>
        <p>
          <ins>{each.becomes}</ins>
        </p>
        <p className="meta">{each.reason}</p>
      </div>
    ))
}
