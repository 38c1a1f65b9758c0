// The pages at /n/<secret>. Text only through messages, data only escaped.
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { html, type Html } from '@/server/rooms/door/html'
import { answers } from '../contract'
import { sittingTime } from '../letter'
import type { NoticePlace } from '../places'
import type { NoticeVersion, Sitting } from '../read-sitting'

export type Shown = {
  sitting: Sitting
  version: NoticeVersion
  places: readonly NoticePlace[]
  path: string
  said: {
    done?: { membershipId: string; proxyUrl: string | null }
    wrong?: { membershipId: string; proxyName: string }
  }
}
type View = { title: string; bodyName: string; main: Html }

export function noticeView(shown: Shown, locale: Locale): View {
  const { sitting, version, places } = shown
  const t = translator(locale, 'notices', sitting.county.timeZone)
  const isOpen = sitting.state === 'planned' && sitting.cancelledAt === null
  const main = html`<div>
      <h1>${sitting.title}</h1>
      <p class="when">${sittingTime({ ...sitting, county: { ...sitting.county, locale } })}</p>
      ${sitting.place ? html`<p>${sitting.place}</p>` : null}
    </div>
    ${sitting.cancelledAt ? html`<p role="status"><b>${t('cancelled')}</b></p>` : null}
    ${version.reason ? html`<p>${t('reason', { reason: version.reason })}</p>` : null}
    ${version.greeting ? html`<p>${version.greeting}</p>` : null}
    ${isOpen ? places.map((place) => placeForm(shown, place, locale)) : sitting.cancelledAt ? null : html`<p>${t('answer.closed')}</p>`}
    <div>
      <h2>${t('door.agenda')}</h2>
      <ol>
        ${version.agenda.map(({ title, minutes }) => html`<li>${t('door.item', { title, minutes })}</li>`)}
      </ol>
    </div>`
  return { title: `${t('door.title')} · ${sitting.title}`, bodyName: sitting.bodyName, main }
}

// The hidden button is the form's first, which the enter key in the name field presses.
function placeForm({ path, said, version, sitting }: Shown, place: NoticePlace, locale: Locale): Html {
  const t = translator(locale, 'notices', sitting.county.timeZone)
  const { membershipId: id, reply } = place
  const done = said.done?.membershipId === id ? said.done : null
  const wrong = said.wrong?.membershipId === id ? said.wrong : null
  const now = { answer: reply?.answer ?? 'none', proxy: reply?.proxyName ?? '' }
  const isOld = reply !== null && reply.forVersion < version.version
  return html`<form method="post" action="${path}" class="stack" aria-labelledby="who-${id}">
    <input type="hidden" name="membershipId" value="${id}" />
    <button type="submit" name="answer" value="proxy" hidden tabindex="-1"></button>
    <p id="who-${id}"><b>${t('answer.for', { name: place.name, unit: place.unit.name })}</b></p>
    ${done ? html`<p role="status">${t('door.answered', now)} ${t('door.change')}</p>` : html`<p>${t('answer.now', now)}</p>`}
    ${isOld && !done ? html`<p><b>${t('answer.again')}</b></p>` : null}
    ${
      done?.proxyUrl
        ? html`<p>${t('door.proxyLink')}</p>
            <p><a href="${done.proxyUrl}">${done.proxyUrl}</a></p>`
        : null
    }
    <div class="field">
      <label class="field-label" for="proxy-${id}">${t('answer.proxyName')}</label>
      <input
        class="input"
        id="proxy-${id}"
        name="proxyName"
        maxlength="80"
        autocomplete="off"
        value="${wrong?.proxyName ?? reply?.proxyName ?? ''}"
        ${wrong ? html`aria-invalid="true" aria-describedby="wrong-${id}"` : null}
      />
      ${wrong ? html`<p class="field-error" id="wrong-${id}" role="alert">${t('door.fill')}</p>` : html`<p class="fine">${t('answer.proxyNameHint')}</p>`}
    </div>
    ${answers.map((answer) => html`<button class="btn ${answer === 'attend' ? 'btn-primary' : ''}" type="submit" name="answer" value="${answer}">${t(`answer.${answer}`)}</button>`)}
  </form>`
}

export function goneView(locale: Locale, isTooMany: boolean): View {
  const t = translator(locale, 'notices')
  const main = html`<div>
    <h1>${t('door.gone')}</h1>
    <p>${isTooMany ? t('door.tooMany') : t('door.goneText')}</p>
    <p>${t('door.goneNext')}</p>
  </div>`
  return { title: t('door.gone'), bodyName: translator(locale, 'common')('brandFull'), main }
}
