// The two pages for people without an account. Text only through messages, data only escaped.
import { isFieldErrorKey } from '@/server/forms/contract'
import { translator } from '@/server/messages'
import { html, type Html } from '@/server/rooms/door/html'
import type { Look } from '@/server/rooms/door/page'
import { TopicTag } from '../contract'
import type { OwnProposal } from './read'

export type TypedProposal = {
  values: Record<string, string>
  tags: readonly string[]
  /** Of the page that is to come: sent along, so that a second press brings the same one. */
  secret: string
  errors: Readonly<Record<string, string>>
}

const parts = [
  { name: 'title', max: 200, rows: 0, isRequired: true },
  { name: 'problem', max: 4000, rows: 5, isRequired: true },
  { name: 'facts', max: 4000, rows: 3, isRequired: false },
  { name: 'wish', max: 4000, rows: 3, isRequired: false },
  { name: 'name', max: 60, rows: 0, isRequired: false },
] as const

export function formView({
  look,
  path,
  typed,
  bodyName,
}: {
  look: Look
  path: string
  typed: TypedProposal
  bodyName: string
}): Html {
  const t = translator(look.locale, 'proposals')
  const errors = translator(look.locale, 'errors')
  const topics = translator(look.locale, 'topics')
  const wrong = (name: string) => {
    const key = typed.errors[name]
    return key === undefined ? null : errors(`fields.${isFieldErrorKey(key) ? key : 'invalid'}`)
  }
  const field = ({ name, max, rows, isRequired }: (typeof parts)[number]) => {
    const error = wrong(name)
    const described = `${name}-hint${error ? ` ${name}-error` : ''}`
    const value = typed.values[name] ?? ''
    const state = html`aria-describedby="${described}" ${error ? html`aria-invalid="true"` : null}
    ${isRequired ? html`required` : null}`
    return html`<div class="field">
      <label class="field-label" for="${name}">${t(`form.${name}`)}</label>
      ${
        rows > 0
          ? html`<textarea class="input" id="${name}" name="${name}" rows="${rows}" maxlength="${max}" ${state}>
${value}</textarea>`
          : html`<input
              class="input"
              id="${name}"
              name="${name}"
              value="${value}"
              maxlength="${max}"
              ${name === 'name' ? html`autocomplete="name"` : null}
              ${state}
            />`
      }
      ${error ? html`<p class="field-error" id="${name}-error" role="alert">${error}</p>` : null}
      <p class="field-hint" id="${name}-hint">${t(`form.${name}Hint`)}</p>
    </div>`
  }
  return html`<div>
      <h1>${t('form.heading')}</h1>
      <p class="when">${t('form.lead', { body: bodyName })}</p>
    </div>
    ${Object.keys(typed.errors).length > 0 ? html`<p class="notice notice-danger" role="alert">${errors('invalid_input.next')}</p>` : null}
    <form class="door-form" id="propose" method="post" action="${path}" novalidate>
      <input type="hidden" name="secret" value="${typed.secret}" />
      ${parts.map(field)}
      <details ${typed.tags.length > 0 ? html`open` : null}>
        <summary>${t('form.tags')}</summary>
        <div class="tags">
          ${TopicTag.options.map(
            (tag) =>
              html`<label class="tag"
                ><input
                  type="checkbox"
                  name="tags"
                  value="${tag}"
                  ${typed.tags.includes(tag) ? html`checked` : null}
                /><span>${topics(`tags.${tag}`)}</span></label
              >`,
          )}
        </div>
      </details>
    </form>
    <p class="notice">${t('form.privacy')}</p>
    <div class="enter"><button class="btn btn-primary" form="propose">${t('form.send')}</button></div>`
}

export function ownView({
  look,
  path,
  proposal,
  address,
}: {
  look: Look
  path: string
  proposal: OwnProposal
  address: string
}): Html {
  const t = translator(look.locale, 'proposals', proposal.timeZone)
  const topics = translator(look.locale, 'topics')
  const when = new Intl.DateTimeFormat(look.locale, {
    timeZone: proposal.timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  })
  return html`<div role="status">
      <h1>${t('own.title')}</h1>
      <p class="when">${t('own.state', { state: topics(`states.${proposal.state}`) })}</p>
    </div>
    <div class="notice">
      <b>${t('own.keep')}</b>${t('own.keepText')}
      <div class="own-link"><a href="${path}">${address}</a></div>
    </div>
    <section>
      <h2 class="label">${t('own.answers')}</h2>
      <ol class="answers">
        <li>${when.format(proposal.createdAt)} · ${t('own.received')}</li>
        ${proposal.answers.map(
          ({ kind, word, at }) =>
            html`<li>
              ${when.format(at)} ·
              <b>${topics(`changes.${kind}`)}</b>${word ? html`<div class="say">${word}</div>` : null}
            </li>`,
        )}
      </ol>
      ${proposal.answers.length === 0 ? html`<p class="meta">${t('own.waiting')}</p>` : null}
    </section>
    ${
      proposal.sittings.length > 0
        ? html`<section>
            <h2 class="label">${t('own.sittings')}</h2>
            <ul class="answers">
              ${proposal.sittings.map(
                (sitting) =>
                  html`<li>
                    ${when.format(sitting.startsAt)} ·
                    ${t('own.sitting', { title: sitting.title, number: sitting.issueNumber })}
                  </li>`,
              )}
            </ul>
          </section>`
        : null
    }
    <section>
      <h2 class="label">${t('own.words')}</h2>
      <p><b>${proposal.title}</b></p>
      ${(['problem', 'facts', 'wish'] as const).map((part) => (proposal[part] ? html`<p class="own-words">${proposal[part]}</p>` : null))}
      ${proposal.name ? html`<p class="meta">${t('own.by', { name: proposal.name })}</p>` : null}
    </section>
    ${
      proposal.name
        ? html`<form method="post" action="${path}">
            <button class="btn">${t('own.forget')}</button>
            <p class="meta">${t('own.forgetText')}</p>
          </form>`
        : null
    }`
}
