// The pages at the door: knocking, waiting, refused, and what went wrong. Text only through messages, data only escaped.
import type { ErrorCode } from '@/server/errors'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { html, type Html } from './html'
import { doorTexts, icon, type Look, type Translate } from './page'
import type { Door, DoorAgenda, DoorIssued, DoorSeat, DoorUnit } from './read-door'

export type Typed = { name: string; unitId: string; errors: Partial<Record<'name' | 'unitId', string>> }

const formId = 'knock'

export function meetingHead(door: Door, t: Translate, locale: Locale, at: Date): Html {
  const day = (date: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: door.timeZone }).format(date)
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: door.timeZone,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  })
  const minutes = Math.ceil((door.startsAt.getTime() - at.getTime()) / 60_000)
  const soon =
    door.state === 'live'
      ? t('when.live')
      : door.state === 'ended'
        ? null
        : minutes > 0 && minutes <= 90
          ? t('when.soon', { minutes })
          : minutes <= 0
            ? t('when.late')
            : null
  return html`<div>
    <h1>${door.title} <span class="nowrap">${t('issue', { number: door.issueNumber })}</span></h1>
    <p class="when">
      ${t(day(door.startsAt) === day(at) ? 'when.today' : 'when.day', { date: date.format(door.startsAt) })}
      <span class="nowrap"
        >${t('when.range', { from: clockTime(door, locale, door.startsAt), to: clockTime(door, locale, door.endsAt) })}</span
      >${soon ? html` <b>${soon}</b>` : null}
    </p>
  </div>`
}

const clockTime = (door: Door, locale: Locale, date: Date) =>
  new Intl.DateTimeFormat(locale, {
    timeZone: door.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date)

function plate(seat: DoorSeat, t: Translate, locale: Locale, small = false): Html {
  const units = translator(locale, 'units')
  return html`<div class="plate${small ? ' plate-s' : ''}" data-unit="${seat.unit?.kind ?? ''}">
    ${seat.unit ? html`<b class="plate-mark" aria-hidden="true">${units(`kinds.${seat.unit.kind}.mark`)}</b>` : null}
    <span class="plate-text"
      ><span class="plate-name">${seat.name}</span
      ><span class="plate-unit">${seat.unit?.name ?? t('seat.noUnit')}</span></span
    >
  </div>`
}

function unitField(units: readonly DoorUnit[], typed: Typed, t: Translate, locale: Locale): Html | null {
  if (units.length === 0) return null
  const kinds = translator(locale, 'units')
  const byKind = groupByKind(units)
  return html`<div class="field">
    <label class="field-label" for="unit">${t('form.unit')}</label>
    <select
      class="input"
      id="unit"
      name="unitId"
      ${typed.errors.unitId ? html`aria-invalid="true" aria-describedby="unit-error"` : null}
    >
      <option value="">${t('form.unitNone')}</option>
      ${[...byKind].map(
        ([kind, group]) =>
          html`<optgroup label="${kinds(`kinds.${kind}.name`)}">
            ${group.map((unit) => html`<option value="${unit.id}" ${unit.id === typed.unitId ? html`selected` : null}>${unit.name}</option>`)}
          </optgroup>`,
      )}</select
    >${typed.errors.unitId ? html`<p class="field-error" id="unit-error">${typed.errors.unitId}</p>` : null}
  </div>`
}

function groupByKind(units: readonly DoorUnit[]): Map<DoorUnit['kind'], DoorUnit[]> {
  const groups = new Map<DoorUnit['kind'], DoorUnit[]>()
  for (const unit of units) groups.set(unit.kind, [...(groups.get(unit.kind) ?? []), unit])
  return groups
}

function nameField(typed: Typed, t: Translate): Html {
  const { name } = typed.errors
  return html`<div class="field">
    <label class="field-label" for="name">${t('form.name')}</label>
    <input
      class="input"
      id="name"
      name="name"
      value="${typed.name}"
      autocomplete="name"
      required
      maxlength="200"
      enterkeyhint="done"
      data-keep
      aria-describedby="${name ? 'name-error ' : ''}name-hint"
      ${name ? html`aria-invalid="true"` : null}
    />
    ${name ? html`<p class="field-error" id="name-error" role="alert">${name}</p>` : null}
    <p class="field-hint" id="name-hint">${t('form.nameHint')}</p>
  </div>`
}

const videoNotice = (hasVideo: boolean, t: Translate) =>
  hasVideo ? null : notice(t('noVideo.title'), t('noVideo.next'), 'notice-warn')

const notice = (title: string, next: string, look = '') =>
  html`<div class="notice ${look}"><b>${title}</b>${next}</div>`

/** Hidden until the script has found out what this browser can do. */
const preview = (t: Translate, secureUrl: string | null) =>
  html`<section class="preview" aria-label="${t('preview.label')}" id="preview" hidden>
      <div class="picture" id="picture">
        <p id="preview-note">${t('preview.idle')}</p>
        <video id="mirror" muted playsinline autoplay aria-hidden="true" hidden></video>
        <span class="level" id="level" hidden
          >${icon('microphone')}<span class="bars" id="bars" aria-hidden="true"
            ><i></i><i></i><i></i><i></i><i></i></span
          ><span id="level-text" role="status">${t('preview.quiet')}</span></span
        >
      </div>
      <div class="preview-bar">
        <button type="button" id="try">${icon('camera')}${t('preview.start')}</button>
        <button type="button" id="mic" aria-pressed="true" hidden>
          ${icon('microphone')}${t('preview.microphone')}
        </button>
        <button type="button" id="cam" aria-pressed="true" hidden>${icon('camera')}${t('preview.camera')}</button>
        <button type="button" id="flip" hidden>${icon('flip')}${t('preview.flip')}</button>
      </div>
    </section>
    <div class="notice notice-warn" id="trouble" role="alert" hidden>
      <b id="trouble-title"></b><span id="trouble-next"></span>
      <div>
        <button class="btn" type="button" id="trouble-do" data-secure="${secureUrl ?? ''}" hidden></button>
      </div>
    </div>`

export type KnockView = {
  door: Door
  path: string
  look: Look
  at: Date
  hasVideo: boolean
  /** This page at the house's https address; null where none is known. */
  secureUrl: string | null
  /** Null on a personal link, or where this browser has its seat. */
  form: { typed: Typed; units: readonly DoorUnit[] } | null
}

export function knockView({ door, path, look, at, hasVideo, secureUrl, form }: KnockView): {
  main: Html
  formId: string
} {
  const t = doorTexts(look.locale, door.timeZone)
  const { seat } = door
  const isIn = seat?.admission === 'admitted'
  const main = html`${meetingHead(door, t, look.locale, at)}
    <form class="door-form" id="${formId}" method="post" action="${path}" data-knock>
      ${
        seat && !form
          ? html`<section aria-label="${t('seat.yours')}">
              ${
                seat.isMine
                  ? html`<p class="label">${t('seat.yours')}</p>`
                  : html`<details class="who">
                      <summary>
                        <span class="label">${t('seat.yours')}</span><span class="link">${t('seat.notMe')}</span>
                      </summary>
                      <p class="meta">${t('seat.notMeText', { name: seat.name })}</p>
                    </details>`
              }
              ${plate(seat, t, look.locale)}
            </section>`
          : html`${nameField(form!.typed, t)}${unitField(form!.units, form!.typed, t, look.locale)}`
      }
    </form>
    ${videoNotice(hasVideo, t)} ${hasVideo ? preview(t, secureUrl) : null}
    <noscript><p class="notice">${t('noScript')}</p></noscript>
    <p class="notice notice-danger" id="offline" role="alert" hidden>${t('offline')}</p>
    <div class="enter"><button class="btn btn-primary" form="${formId}" id="enter">${t('enter')}</button></div>
    <p class="after">${isIn ? t('after.in') : t('after.wait')}</p>
    <p class="after">
      <a href="/privacy?of=${door.countyId}" target="_blank" rel="noopener"
        >${translator(look.locale, 'guest-privacy')('link')}</a
      >
    </p>`
  return { main, formId }
}

function agendaList(agenda: DoorAgenda, door: Door, t: Translate, locale: Locale): Html | null {
  if (agenda.length === 0) return null
  const item = (each: DoorAgenda[number]) =>
    html`<li value="${each.position}">
      <b aria-hidden="true">${each.position}</b><span>${each.title}</span
      ><span class="min">${t('agenda.minutes', { count: each.minutesPlanned })}</span>
    </li>`
  const rest = agenda.slice(3)
  return html`<section>
    <h2 class="label">${t('agenda.label', { time: clockTime(door, locale, door.startsAt) })}</h2>
    <ol class="ag">
      ${agenda.slice(0, 3).map(item)}
    </ol>
    ${
      rest.length > 0
        ? html`<details>
            <summary><span class="link meta">${t('agenda.all', { count: agenda.length })}</span></summary>
            <ol class="ag" start="4">
              ${rest.map(item)}
            </ol>
          </details>`
        : null
    }
  </section>`
}

const wordOf = (seat: DoorSeat, t: Translate) =>
  seat.word ? html`<div class="say"><span class="label">${t('word')}</span><br />${seat.word}</div>` : null

const saidTo = ({ said }: Door, t: Translate) =>
  said ? html`<div class="say" role="status"><span class="label">${t('word')}</span><br />${said.text}</div>` : null

export function waitView(view: Omit<KnockView, 'form'> & { agenda: DoorAgenda; seat: DoorSeat }): Html {
  const { door, look, seat, path } = view
  const t = doorTexts(look.locale, door.timeZone)
  const text =
    seat.admission === 'admitted'
      ? t('wait.admitted')
      : door.state === 'planned'
        ? t('wait.planned')
        : t('wait.knocked')
  return html`<div class="wait" role="status">
      <h1 id="wait-title">${t('wait.title')}</h1>
      <div class="knock" aria-hidden="true"><i></i></div>
      <p>${text}</p>
      <p data-script hidden>${t('wait.ring')}</p>
      <p class="meta">${t('wait.away')}</p>
    </div>
    <p class="notice notice-warn" id="lost" role="alert" hidden>${t('wait.lost')}</p>
    ${plate(seat, t, look.locale, true)}
    ${path.startsWith('/join/') ? html`<p class="meta"><a href="${path}?edit=1">${t('seat.change')}</a></p>` : null}
    ${wordOf(seat, t)} ${saidTo(door, t)} ${videoNotice(view.hasVideo, t)}
    ${agendaList(view.agenda, door, t, look.locale)} ${view.hasVideo ? preview(t, view.secureUrl) : null}
    <p class="meta" id="sound-note" role="status" hidden>${t('soundPlayed')}</p>
    <div class="two" data-script hidden>
      <button class="btn" type="button" id="sound">${icon('volume')}${t('trySound')}</button>
      <button class="btn" type="button" id="line-test" hidden>${translator(look.locale, 'line-test')('start')}</button>
    </div>
    <div class="notice" id="line-result" role="status" hidden><b id="line-title"></b><span id="line-next"></span></div>`
}

export function refusedView({
  door,
  look,
  path,
  seat,
}: {
  door: Door
  look: Look
  path: string
  seat: DoorSeat
}): Html {
  const t = doorTexts(look.locale, door.timeZone)
  const errors = translator(look.locale, 'errors')
  return html`<div class="wait">
      <h1>${errors('seat_refused.title')}</h1>
      <p class="meta">${errors('seat_refused.text')} ${errors('seat_refused.next')}</p>
    </div>
    ${wordOf(seat, t)} ${plate(seat, t, look.locale, true)}
    <form id="${formId}" method="post" action="${path}" data-knock>
      <input type="hidden" name="name" value="${seat.name}" /><input
        type="hidden"
        name="unitId"
        value="${seat.unit?.id ?? ''}"
      />
    </form>
    <p class="notice notice-danger" id="offline" role="alert" hidden>${t('offline')}</p>
    <div class="enter"><button class="btn btn-primary" form="${formId}" id="enter">${t('refused.again')}</button></div>`
}

type OverView = { door: Door; look: Look; at: Date; path: string; issued: DoorIssued | null }

/** After the sitting: its public minutes once they are issued, until then when to come back. */
export function overView({ door, look, at, path, issued }: OverView): Html {
  const t = doorTexts(look.locale, door.timeZone)
  const state = issued === null ? 'none' : issued.isPublic ? 'public' : 'internal'
  const day =
    issued && new Intl.DateTimeFormat(look.locale, { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(issued.day))
  const ofText = issued?.corrections.filter(({ ofItem }) => !ofItem) ?? []
  const ofItems = (issued?.corrections.length ?? 0) - ofText.length
  return html`${meetingHead(door, t, look.locale, at)}
    <div class="notice" role="status"><b>${t('over.title')}</b>${t(`over.${state}`, { day: day ?? '' })}</div>
    ${
      state === 'public'
        ? html`<div class="two after-sitting">
              <a class="btn btn-primary" href="${path}/minutes">${t('over.read')}</a>
              <a class="btn" href="${path}/minutes.pdf">${t('over.download')}</a>
            </div>
            ${ofText.map(
              ({ number, was, becomes }) =>
                html`<section class="say">
                  <span class="label">${t('over.correction', { number })}</span><br /><del>${was}</del><br /><ins
                    >${becomes}</ins
                  >
                </section>`,
            )}
            ${ofItems > 0 ? html`<p class="meta">${t('over.itemCorrections', { count: ofItems })}</p>` : null}
            <p class="meta"><a href="/verify">${t('over.verify')}</a></p>`
        : null
    }`
}

/** Title, what it is, and the next step, in words; where a code was mistyped, the place to type it again. */
export function errorView(look: Look, code: ErrorCode, again: { path: string; code?: string } | null): Html {
  const t = doorTexts(look.locale)
  const errors = translator(look.locale, 'errors')
  return html`<div class="wait">
      <h1>${errors(`${code}.title`)}</h1>
      <p class="when">${errors(`${code}.text`)}</p>
    </div>
    <p>${errors(`${code}.next`)}</p>
    ${again?.code === undefined ? null : codeForm(look, again.code)}
    ${again && again.code === undefined ? html`<p><a class="btn" href="${again.path}">${t('error.retry')}</a></p>` : null}`
}

export const codePage = (look: Look) =>
  html`<h1>${doorTexts(look.locale)('form.codeTitle')}</h1>
    ${codeForm(look, '')}`

function codeForm(look: Look, code: string): Html {
  const t = doorTexts(look.locale)
  return html`<form method="get" action="/join">
    <div class="field">
      <label class="field-label" for="code">${t('form.code')}</label>
      <input
        class="input"
        id="code"
        name="code"
        value="${code}"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="40"
        required
        aria-describedby="code-hint"
      />
      <p class="field-hint" id="code-hint">${t('form.codeHint')}</p>
    </div>
    <p><button class="btn">${t('form.codeGo')}</button></p>
  </form>`
}
