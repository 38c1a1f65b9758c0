// The frame of every page at the door: head, mark, languages, foot. Works without script; no inline style, no handler.
import { translator } from '@/server/messages'
import { localeNames, locales, type Locale, type TextSize, type Theme } from '@/server/preferences/model'
import { html, Html, jsonFor, type Part } from './html'

export type Look = {
  locale: Locale
  theme: Theme
  text: TextSize
  nonce: string
  css: string
  head: string
  scriptPath: string
}
export type Translate = ReturnType<typeof doorTexts>
export const doorTexts = (locale: Locale, timeZone?: string) => translator(locale, 'door', timeZone)

export type DoorPage = {
  look: Look
  /** The page's own path, where forms post to and language links lead. */
  path: string
  title: string
  bodyName: string
  main: Part
  /** Languages are buttons of this form, so that what is typed travels along without script too. */
  formId?: string
  /** Seconds after which the page asks again by itself where there is no script. */
  refreshSeconds?: number
  /** What the script needs to know and say. */
  data?: Record<string, unknown> & {
    /** What the room's page needs, in the order in which it does. */
    prefetch?: readonly string[]
  }
}

const mark = new Html(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="M11.5 11.5h9v13h-9zM13.5 14.5v1.200h5v-1.200zM13.5 17.5v1.200h5v-1.200z"/><path fill="var(--unit-government)" d="M10.66 4.71A13.4 13.4 0 0 1 21.34 4.71L19.59 8.75A9 9 0 0 0 12.41 8.75z"/><path fill="var(--unit-department)" d="M2.69 15.48A13.4 13.4 0 0 1 8.03 6.23L10.65 9.77A9 9 0 0 0 7.06 15.98z"/><path fill="var(--unit-school)" d="M23.97 6.23A13.4 13.4 0 0 1 29.31 15.48L24.94 15.98A9 9 0 0 0 21.35 9.77z"/><path fill="var(--unit-family)" d="M8.03 27.77A13.4 13.4 0 0 1 2.69 18.52L7.06 18.02A9 9 0 0 0 10.65 24.23z"/><path fill="var(--unit-society)" d="M29.31 18.52A13.4 13.4 0 0 1 23.97 27.77L21.35 24.23A9 9 0 0 0 24.94 18.02z"/></svg>',
)

const drawings = {
  microphone: '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>',
  camera: '<rect x="3" y="6.5" width="12" height="11" rx="1.5"/><path d="M15 11l6-3.5v9L15 13"/>',
  flip: '<path d="M4.2 9.5A8.3 8.3 0 0 1 19 7.2L20.5 9M20.5 4.5V9H16M19.8 14.5A8.3 8.3 0 0 1 5 16.8L3.5 15M3.5 19.5V15H8"/>',
  volume: '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"/>',
}
export const icon = (name: keyof typeof drawings) =>
  new Html(`<svg class="ic" viewBox="0 0 24 24" aria-hidden="true">${drawings[name]}</svg>`)

function languages({ look, path, formId }: DoorPage, t: Translate): Html {
  const others = locales.filter((locale) => locale !== look.locale)
  const each = (locale: Locale) =>
    formId
      ? html`<button
          class="link"
          form="${formId}"
          name="lang"
          value="${locale}"
          formnovalidate
          lang="${locale}"
          data-lang
        >
          ${localeNames[locale]}
        </button>`
      : html`<a href="${path}?lang=${locale}" lang="${locale}" hreflang="${locale}" rel="nofollow"
          >${localeNames[locale]}</a
        >`
  return html`<nav class="langs" aria-label="${t('page.languages')}">${others.map(each)}</nav>`
}

export function renderPage(page: DoorPage): string {
  const { look } = page
  const t = doorTexts(look.locale)
  const brand = translator(look.locale, 'common')('brand')
  const first = page.data?.prefetch?.[0]
  return html`<!doctype html>
    <html
      lang="${look.locale}"
      data-text="${look.text}"
      ${look.theme === 'system' ? null : html`data-theme="${look.theme}"`}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        ${
          first
            ? html`<script nonce="${look.nonce}" data-first="${first}">
                ${new Html(look.head)}
              </script>`
            : null
        }
        <title>${page.title} · ${brand}</title>
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="theme-color" content="#f3f1ec" />
        <link rel="icon" href="/icon.svg" />
        ${page.refreshSeconds ? html`<noscript><meta http-equiv="refresh" content="${page.refreshSeconds}" /></noscript>` : null}
        <style nonce="${look.nonce}">
          ${new Html(look.css)}
        </style>
        ${page.data ? html`<script nonce="${look.nonce}" src="${look.scriptPath}" defer></script>` : null}
      </head>
      <body>
        <a class="skip" href="#main">${t('page.skip')}</a>
        <main class="phone" id="main" tabindex="-1">
          <div class="door">
            <div class="door-head">${mark}<span>${page.bodyName}</span>${languages(page, t)}</div>
            ${page.main}
          </div>
          ${
            page.data
              ? html`<script type="application/json" id="door-data">
                  ${jsonFor(page.data)}
                </script>`
              : null
          }
        </main>
      </body>
    </html>`.text
}
