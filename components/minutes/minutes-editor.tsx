'use client'

import './minutes.css'
import type { Editor } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import { Count } from '@/components/ui/count'
import { Icon } from '@/components/ui/icon'
import { Line } from '@/components/ui/line'
import { Notice } from '@/components/ui/notice'
import type { VoteSummary } from '@/server/votes/contract'
import { closeCode, fragmentOfItem, limits, type PresenceUser } from '@/server/minutes/contract'
import { MinutesContextProvider, type MinutesPerson, type MinutesUnit } from './context'
import { CopyOut } from './copy-out'
import { markComments, selectedPlace, type Marked } from './commenting'
import { FindBar } from './find-bar'
import { ItemEditor } from './item-editor'
import { itemHeading } from './item-heading'
import { Margin, type Draft } from './margin'
import { PeopleHere } from './people-here'
import { SaveBadge } from './save-badge'
import { MinutesToolbar } from './toolbar'
import { textsOf, useDecisionNumbers } from './read-doc'
import { useSharedUndo } from './shared-undo'
import { useComments } from './use-comments'
import { useEditors } from './use-editors'
import { useProvider } from './use-provider'

export type MinutesEditorProps = {
  documentId: string
  /** A restricted one has its text elsewhere: here stands only that it is so. */
  items: readonly { id: string; position: number; title: string; isRestricted?: boolean }[]
  /** Of a restricted item: what its region is called instead of the minutes. */
  name?: string
  units: readonly MinutesUnit[]
  /** Who may be named in the text: of a restricted document only those who are in the sitting's list anyway. */
  people?: readonly MinutesPerson[]
  votes?: readonly VoteSummary[]
  me: { name: string; unitKind: PresenceUser['kind'] }
  /** What the page knew of the right to write; the server's word replaces it. */
  canWriteHint: boolean
  locale: string
  /** A copy in this browser for members on their own devices; never for guests (DECISIONS 37). */
  keepOnDevice?: boolean
  /** For who runs the sitting: attendance and speakers are written into the text. */
  onFillRecord?: (() => void) | undefined
  onClosed?: (code: number) => void
}

const noVotes: readonly VoteSummary[] = []
const nobody: readonly MinutesPerson[] = []

/** The minutes of a sitting, edited together: one text per agenda item, records inside it, and the truth about saving. */
export function MinutesEditor(props: MinutesEditorProps) {
  const [life, setLife] = useState(0)
  return <OneLife key={life} {...props} life={life} onStartAfresh={() => setLife((now) => now + 1)} />
}

function OneLife({
  documentId,
  items,
  name,
  units,
  people = nobody,
  votes = noVotes,
  me,
  canWriteHint,
  locale,
  keepOnDevice = false,
  onFillRecord,
  onClosed,
  life,
  onStartAfresh,
}: MinutesEditorProps & { life: number; onStartAfresh: () => void }) {
  const t = useTranslations('minutes')
  const c = useTranslations('comments')
  const announce = useAnnounce()
  const user = useMemo<PresenceUser>(() => ({ name: me.name, kind: me.unitKind }), [me.name, me.unitKind])
  const [provider, state] = useProvider(documentId, user, keepOnDevice, life, onClosed)
  const [active, setActive] = useState<Editor | null>(null)
  const [pasteWord, setPasteWord] = useState<string | null>(null)
  const undo = useSharedUndo(provider?.doc ?? null)
  const [editors, register, editorOf] = useEditors(items)
  const comments = useComments(documentId, provider)
  const [margin, setMargin] = useState<{ draft: Draft | null; current: string | null } | null>(null)
  const [finding, setFinding] = useState<{ initial: string } | null>(null)
  const isEditable =
    (state.role === null ? canWriteHint : state.role === 'write') && !state.isCastOff && state.closed === null
  const numberOf = useDecisionNumbers(provider?.doc ?? null, items)
  const context = useMemo(
    () => (provider ? { doc: provider.doc, units, people, votes, isEditable, numberOf } : null),
    [provider, units, people, votes, isEditable, numberOf],
  )
  const refuse = useCallback(
    (characters: number, isTooLong: boolean) => {
      const text = isTooLong ? t('paste.tooLarge', { count: characters, limit: limits.paste }) : t('paste.tooComplex')
      setPasteWord(text)
      announce(text)
    },
    [announce, t],
  )
  const dropPictures = useCallback(
    (count: number) => {
      const text = t('paste.pictures', { count })
      setPasteWord(text)
      announce(text)
    },
    [announce, t],
  )
  const openFinding = () => {
    const from = editors.find((editor) => editor.isFocused)
    const { from: start = 0, to: end = 0 } = from?.state.selection ?? {}
    const initial = from && end - start <= 200 ? from.state.doc.textBetween(start, end, ' ') : ''
    setFinding({ initial })
  }
  const closeFinding = () => {
    setFinding(null)
    // At once: the command of that name waits for a frame, and what is typed meanwhile would go nowhere.
    if (active && !active.isDestroyed) active.view.focus()
  }
  const shown = useMemo(
    () => (comments.list?.comments ?? []).filter(({ settled }) => settled === null),
    [comments.list],
  )
  const current = margin?.current ?? null
  useEffect(() => {
    for (const { id } of items) {
      const marks = shown.flatMap(({ agendaItemId, id: comment, anchor, quote }): Marked[] =>
        agendaItemId === id && anchor ? [{ id: comment, anchor, quote }] : [],
      )
      const editor = editorOf(id)
      if (editor && !editor.isDestroyed) markComments(editor, marks, current)
    }
  }, [items, editorOf, shown, current])
  const openComment = useCallback((id: string) => setMargin({ draft: null, current: id }), [])
  const goToComment = (id: string) => {
    setMargin({ draft: margin?.draft ?? null, current: id })
    const comment = shown.find((each) => each.id === id)
    const editor = comment && editorOf(comment.agendaItemId)
    // The marks are drawn anew first.
    requestAnimationFrame(() =>
      editor?.view.dom.querySelector('.commented.is-current')?.scrollIntoView({ block: 'center' }),
    )
  }
  const writeComment = () => {
    const chosen = document.getSelection()?.anchorNode ?? null
    const here = items.find(({ id }) => {
      const dom = editorOf(id)?.view.dom
      return dom !== undefined && (dom.contains(chosen) || dom.contains(document.activeElement))
    })
    const place = here ? selectedPlace(editorOf(here.id)!) : null
    setMargin({ draft: { agendaItemId: (here ?? items[0]!).id, place }, current: null })
  }
  const mayComment = comments.list?.mayComment === true && items.length > 0 && state.closed === null
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey && event.altKey && event.key.toLowerCase() === 'm' && mayComment) {
      event.preventDefault()
      return writeComment()
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'f') return
    event.preventDefault()
    openFinding()
  }
  const focus = useCallback((editor: Editor) => setActive(editor), [])
  const isLost = state.isCastOff || (state.closed !== null && state.isPending)
  return (
    <section className="minutes" aria-label={name ?? t('region')} onKeyDown={onKeyDown}>
      <div className="min-head">
        <h2>{name ?? t('title')}</h2>
        <span className="badge badge-line">{t(name === undefined ? 'draft' : 'restricted.list')}</span>
        <span className="push min-state">
          {isEditable || state.isPending ? (
            <SaveBadge save={state.save} isPending={state.isPending} savedAt={state.savedAt} />
          ) : null}
        </span>
        {shown.length > 0 || margin ? (
          <button
            type="button"
            className="btn btn-quiet btn-small"
            aria-expanded={margin !== null}
            onClick={() => setMargin(margin ? null : { draft: null, current: null })}
          >
            <Icon name="comment" />
            {c('title')} <Count value={shown.length} />
          </button>
        ) : null}
        <PeopleHere people={state.people} />
      </div>
      {context && isEditable && state.isReady ? (
        <MinutesContextProvider value={context}>
          <MinutesToolbar
            editor={active?.isDestroyed ? null : active}
            isFinding={finding !== null}
            onFillRecord={onFillRecord}
            onComment={mayComment ? writeComment : null}
            onFind={() => (finding ? closeFinding() : openFinding())}
          />
        </MinutesContextProvider>
      ) : null}
      {provider && undo && finding ? (
        <FindBar
          doc={provider.doc}
          undo={undo}
          editors={editors}
          isEditable={isEditable}
          initial={finding.initial}
          onClose={closeFinding}
        />
      ) : null}
      {state.isReady && !isEditable && state.closed === null && !state.isCastOff ? (
        <Line tone="ok" icon="eye">
          {t('readOnly')}{' '}
          <button type="button" className="btn btn-quiet btn-small" onClick={openFinding}>
            {t('tools.find')}
          </button>
          {mayComment ? (
            <button
              type="button"
              className="btn btn-quiet btn-small"
              onMouseDown={(event) => event.preventDefault()}
              onClick={writeComment}
            >
              {t('tools.comment')}
            </button>
          ) : null}
        </Line>
      ) : null}
      {pasteWord ? (
        <Notice tone="warn">
          <p>{pasteWord}</p>
          <Button size="small" onClick={() => setPasteWord(null)}>
            {t('notice.dismiss')}
          </Button>
        </Notice>
      ) : null}
      {state.closed !== null ? <ClosedNotice code={state.closed} /> : null}
      {isLost && provider ? (
        <CopyOut
          texts={textsOf(provider.doc, items, locale)}
          isCastOff={state.isCastOff}
          onStartAfresh={onStartAfresh}
        />
      ) : null}
      <div className="min-cols" data-margin={margin !== null || undefined}>
        <div className="doc min-body" lang={locale}>
          {items.length === 0 ? <p className="min-none">{t('noItems')}</p> : null}
          {items.map((item) => {
            const heading = itemHeading(locale, item.position, item.title)
            return (
              <section key={item.id} className="min-item" id={`minutes-${item.id}`}>
                <h2>{heading}</h2>
                {item.isRestricted ? (
                  <p className="min-none">{t('restricted.apart')}</p>
                ) : provider && undo && context && state.isReady ? (
                  <MinutesContextProvider value={context}>
                    <ItemEditor
                      provider={provider}
                      undo={undo}
                      fragment={fragmentOfItem(item.id)}
                      label={t('itemLabel', { heading })}
                      me={user}
                      isEditable={isEditable}
                      onFocus={focus}
                      onEditor={register}
                      onRefusedPaste={refuse}
                      onDroppedPictures={dropPictures}
                      onComment={openComment}
                    />
                  </MinutesContextProvider>
                ) : (
                  <Opening isQuiet={item.position > 1 || state.closed !== null} />
                )}
              </section>
            )
          })}
        </div>
        {margin && provider ? (
          <Margin
            comments={comments}
            doc={provider.doc}
            items={items}
            locale={locale}
            editorOf={editorOf}
            draft={margin.draft}
            onDraft={(draft) => setMargin({ draft, current })}
            current={current}
            onCurrent={goToComment}
            onClose={() => setMargin(null)}
          />
        ) : null}
      </div>
    </section>
  )
}

/** Milliseconds after which "opening" admits that it takes long. */
const slowAfter = 6_000

function Opening({ isQuiet }: { isQuiet: boolean }) {
  const t = useTranslations('minutes')
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowAfter)
    return () => clearTimeout(timer)
  }, [])
  if (isQuiet) return null
  return (
    <p className="min-none" role="status">
      {isSlow ? t('openingSlow') : t('opening')}
    </p>
  )
}

function ClosedNotice({ code }: { code: number }) {
  const t = useTranslations('minutes.closed')
  const text = {
    [closeCode.notSignedIn]: t('notSignedIn'),
    [closeCode.notAllowed]: t('notAllowed'),
    [closeCode.notFound]: t('notFound'),
    [closeCode.tooLarge]: t('tooLarge'),
    [closeCode.malformed]: t('malformed'),
    [closeCode.outdated]: t('outdated'),
  }[code]
  return (
    <Notice tone="danger" live>
      <p>{text ?? t('other')}</p>
      <Button size="small" onClick={() => location.reload()}>
        {t('reload')}
      </Button>
    </Notice>
  )
}
