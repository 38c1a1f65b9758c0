import type { PersonActor } from '@/server/access'
import { isFieldErrorKey } from '@/server/forms/contract'
import { pickable } from '@/server/files/contract'
import { errorTable, type ErrorCode } from '@/server/errors'
import { translator } from '@/server/messages'
import { html, type Html } from '@/server/rooms/door/html'
import type { Look } from '@/server/rooms/door/page'
import { itemNumber } from '../model'
import type { ActionItemDetail } from '../read-item'

export type TypedReport = {
  text: string
  percent: string | null
  finished: boolean
  onceKey: string
  errors: Readonly<Record<string, string>>
}

type View = {
  item: ActionItemDetail
  person: PersonActor
  path: string
  look: Look
  typed: TypedReport
  /** Of the sending before: yes, or why its files were refused. */
  sent: string | null
  needsConsent: boolean
}

/** What was asked, and where to say how it stands. One thumb, one column, the button last. */
export function reportView({ item, person, path, look, typed, sent, needsConsent }: View): Html {
  const t = translator(look.locale, 'report-link')
  const f = translator(look.locale, 'follow-up')
  const states = translator(look.locale, 'action-items')
  const errors = translator(look.locale, 'errors')
  const privacy = translator(look.locale, 'privacy')
  const wrong = (name: string) => {
    const key = typed.errors[name]
    if (key === undefined) return null
    const text = isFieldErrorKey(key) ? errors(`fields.${key}`) : errors('fields.invalid')
    return html`<p class="field-error" id="${name}-error" role="alert">${text}</p>`
  }
  const marks = (name: string) =>
    typed.errors[name] === undefined ? null : html`aria-invalid="true" aria-describedby="${name}-error"`
  const last = item.changes.find((change) => change.kind === 'report')
  const mayReport = item.deeds.includes('report')
  const isLead = person.memberships.some((place) => place.unitId === item.lead?.id)
  const refused = sent !== null && sent !== 'yes' && Object.hasOwn(errorTable, sent) ? (sent as ErrorCode) : null
  return html`<div>
      <h1>${itemNumber(item.meeting.issueNumber, item.number)} ${item.title}</h1>
      <p class="when">${t('as', { name: person.name, state: states(`states.${item.state}`) })}</p>
    </div>
    ${sent === null ? null : html`<div class="notice" role="status"><b>${f('report.done')}</b></div>`}
    ${
      refused
        ? html`<div class="notice notice-warn" role="alert">
            <b>${t('fileRefused')}</b>${errors(`${refused}.text`)} ${errors(`${refused}.next`)}
          </div>`
        : null
    }
    <p>${t('asked')} ${item.deliverable || f('verify.noDeliverable')}</p>
    <p>${item.dueOn === null ? states('noDue') : t('due', { due: item.dueOn })}</p>
    ${last ? html`<p class="when">${t('last', { percent: last.percent ?? 0, text: last.remark })}</p>` : null}
    ${
      mayReport
        ? html`<form id="report" method="post" action="${path}" enctype="multipart/form-data">
              <input type="hidden" name="onceKey" value="${typed.onceKey}" />
              <div class="field">
                <label class="field-label" for="text">${f('report.text')}</label>
                <textarea class="input" id="text" name="text" rows="4" maxlength="4000" required ${marks('text')}>
${typed.text}</textarea>
                ${wrong('text')}
              </div>
              ${
                typed.errors.text === 'childName'
                  ? html`<p>
                      <label><input type="checkbox" name="keep" value="1" /> ${privacy('childName.keep')}</label>
                    </p>`
                  : null
              }
              <div class="field">
                <label class="field-label" for="percent">${f('report.percent')}</label>
                <input
                  class="input"
                  id="percent"
                  name="percent"
                  type="number"
                  inputmode="numeric"
                  min="0"
                  max="100"
                  required
                  value="${typed.percent ?? item.percent}"
                  ${marks('percent')}
                />
                ${wrong('percent')}
              </div>
              <div class="field">
                <label class="field-label" for="files">${t('files')}</label>
                <input class="input" id="files" name="files" type="file" multiple accept="image/*,${pickable}" />
                <p class="field-hint">${t('filesHint')}</p>
              </div>
              ${
                needsConsent
                  ? html`<p>
                      <label
                        ><input type="checkbox" name="consent" value="1" />
                        ${privacy('consents.photoEvidence.wording')}</label
                      >
                    </p>`
                  : null
              }
              ${
                isLead && item.state !== 'toVerify'
                  ? html`<p>
                      <label
                        ><input type="checkbox" name="finished" value="1" ${typed.finished ? html`checked` : null} />
                        ${f('report.finished')}</label
                      >
                    </p>`
                  : null
              }
            </form>
            <div class="enter"><button class="btn btn-primary" form="report">${f('report.send')}</button></div>`
        : html`<p class="notice">${t('nothing')}</p>`
    }`
}
