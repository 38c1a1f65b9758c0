'use client'

import { useFormatter, useTranslations } from 'next-intl'
import {
  useEffect,
  useRef,
  useState,
  type Dispatch,
  type FormEvent,
  type KeyboardEvent,
  type SetStateAction,
} from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import { WaitingContext } from '@/components/ui/waiting'
import { MessageId } from '@/server/ids'
import { Badge } from '@/components/ui/badge'
import { Select } from '@/components/ui/select'
import { ChatScope, type ChatMessageView } from '@/server/rooms/contract'
import { SeatDot } from './seat-plate'
import { newId } from '@/components/shell/new-id'
import { useRefusal } from './use-command'
import { useRoom } from './use-room'

type Props = { draft: string; onDraft: Dispatch<SetStateAction<string>>; onClose?: () => void }

const longest = 2000

/**
 * Stored chat: there for late-comers and after a reload. What is sent leaves the box at once, so that the next can be typed
 * while it is on its way; refused, it comes back in front of that.
 */
export function Chat({ draft, onDraft, onClose }: Props) {
  const t = useTranslations('rooms.chat')
  const scopes = useTranslations('chairing.chatScope')
  const [scope, setScope] = useState<ChatScope>('room')
  const { snapshot, send } = useRoom()
  const refusal = useRefusal()
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  // Held back because it names a child: sent as it is only by somebody who says so.
  const [asksToKeep, setAsksToKeep] = useState(false)
  // One id for one text: a second try after a lost answer is the same message, not a second one.
  const id = useRef<{ text: string; id: MessageId } | null>(null)
  // An input method loses the word it is making when the box is written under it: what was refused waits for its end.
  const isComposing = useRef(false)
  const refused = useRef<string | null>(null)
  const { chat, me } = snapshot
  const isTooLong = draft.trim().length > longest

  async function submit(keep = false) {
    const text = draft.trim()
    if (text === '' || isTooLong || isBusy) return
    if (id.current?.text !== text) id.current = { text, id: MessageId.parse(newId()) }
    setIsBusy(true)
    setError(null)
    onDraft('')
    const answer = await send('chat:send', { id: id.current.id, text, scope, ...(keep && { keep }) })
    setIsBusy(false)
    setAsksToKeep(!answer.ok && answer.code === 'child_name' && me.mayKeepChildName)
    if (answer.ok) {
      id.current = null
      return
    }
    setError(refusal(answer.code))
    refused.current = text
    if (!isComposing.current) putBack()
  }

  function putBack() {
    isComposing.current = false
    const text = refused.current
    refused.current = null
    if (text !== null) onDraft((now) => (now.trim() === '' ? text : `${text}\n${now}`))
  }

  function onKeyDown(event: KeyboardEvent) {
    // 229 is a key of an input method: Enter there chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return
    event.preventDefault()
    void submit()
  }

  return (
    <div className="chat">
      <div className="pane-head chat-head">
        <h2 className="subheading" id="room-chat" tabIndex={-1}>
          {t('title')}
        </h2>
        {onClose ? <IconButton className="push" icon="x" label={t('close')} bare onClick={onClose} /> : null}
      </div>
      <Messages chat={chat} mySeatId={me.seatId} />
      {me.mayChat ? (
        <form
          className="chat-form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            void submit()
          }}
        >
          {error ? (
            <Notice tone="danger" live>
              {error} {t('kept')}{' '}
              {asksToKeep ? (
                <Button size="small" onClick={() => void submit(true)}>
                  {t('keepChildName')}
                </Button>
              ) : null}
            </Notice>
          ) : null}
          {isTooLong ? (
            <p className="field-error" role="alert">
              {t('tooLong', { over: draft.trim().length - longest, longest })}
            </p>
          ) : null}
          {/* What comes back goes to whom it was meant for. */}
          <WaitingContext value={isBusy}>
            <Select
              value={scope}
              aria-label={scopes('label')}
              options={(me.mayRun ? ChatScope.options : (['room', 'chairs'] as const)).map((value) => ({
                value,
                label: scopes(value),
              }))}
              onChange={(event) => setScope(ChatScope.parse(event.target.value))}
            />
          </WaitingContext>
          <div className="chat-line">
            <Textarea
              rows={1}
              value={draft}
              aria-label={t('label')}
              placeholder={t('placeholder')}
              aria-invalid={isTooLong || undefined}
              onChange={(event) => onDraft(event.target.value)}
              onKeyDown={onKeyDown}
              onCompositionStart={() => (isComposing.current = true)}
              onCompositionEnd={putBack}
            />
            <Button tone="primary" type="submit" busy={isBusy}>
              {t('send')}
            </Button>
          </div>
        </form>
      ) : (
        <p className="chat-form meta">{t('mayNot')}</p>
      )}
    </div>
  )
}

function Messages({ chat, mySeatId }: { chat: readonly ChatMessageView[]; mySeatId: string }) {
  const t = useTranslations('rooms.chat')
  const scopes = useTranslations('chairing.chatScope')
  const format = useFormatter()
  const { snapshot } = useRoom()
  const list = useRef<HTMLOListElement>(null)
  const isAtEnd = useRef(true)
  const last = chat.at(-1)?.id
  useEffect(() => {
    // Follow the talk, but never pull away who is reading further up.
    if (isAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [last])
  if (chat.length === 0) return <p className="chat-empty meta">{t('empty')}</p>
  return (
    <ol
      ref={list}
      className="chat-list"
      tabIndex={0}
      aria-label={t('messages')}
      onScroll={({ currentTarget: el }) => {
        isAtEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < 60
      }}
    >
      {chat.map((message, at) => {
        const isMine = message.seatId === mySeatId
        const seat = snapshot.seats.find((each) => each.id === message.seatId)
        const isSame = chat[at - 1]?.seatId === message.seatId
        return (
          <li key={message.id} className="chat-message" data-mine={isMine || undefined}>
            {isSame ? null : (
              <span className="chat-who">
                {seat ? <SeatDot seat={seat} /> : null}
                <b>{isMine ? t('me') : message.name}</b>
                <time className="fine" dateTime={message.at}>
                  {format.dateTime(new Date(message.at), {
                    hour: '2-digit',
                    minute: '2-digit',
                    hourCycle: 'h23',
                    timeZone: snapshot.meeting.timeZone,
                  })}
                </time>
              </span>
            )}
            {message.scope === 'room' ? null : (
              <Badge tone="line">{scopes(message.scope === 'chairs' ? 'toChairs' : 'toWaiting')}</Badge>
            )}
            <span className="chat-text">{message.text}</span>
          </li>
        )
      })}
    </ol>
  )
}
