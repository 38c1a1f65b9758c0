'use client'

import { DataSheet } from './data-sheet'
import { DeviceSheet } from './device-sheet'
import { InviteSheet } from './invite-sheet'
import { KeysDialog } from './keys-dialog'
import { LeaveDialogs } from './leave-dialogs'
import { PeopleSheet } from './people-sheet'
import { QuestionSheet } from './questions'
import { ShareSheet } from './share-sheet'

export type OpenSheet =
  'people' | 'invite' | 'devices' | 'data' | 'keys' | 'share' | 'question' | 'leave' | 'end' | null

type Props = {
  open: OpenSheet
  onOpen: (sheet: OpenSheet) => void
  /** Null for seats that may not invite. A path alone is completed with this page's own address. */
  inviteLink: string | null
  onLeave: () => void
}

/** What lies over the room, one at a time. */
export function RoomSheets({ open, onOpen, inviteLink, onLeave }: Props) {
  const change = (sheet: OpenSheet) => (isOpen: boolean) => onOpen(isOpen ? sheet : null)
  return (
    <>
      <PeopleSheet open={open === 'people'} onOpenChange={change('people')} />
      {inviteLink !== null && open === 'invite' ? (
        <InviteSheet
          open
          onOpenChange={change('invite')}
          link={inviteLink.startsWith('/') ? `${window.location.origin}${inviteLink}` : inviteLink}
        />
      ) : null}
      {open === 'devices' ? <DeviceSheet open onOpenChange={change('devices')} /> : null}
      <DataSheet open={open === 'data'} onOpenChange={change('data')} />
      <ShareSheet open={open === 'share'} onOpenChange={change('share')} />
      <QuestionSheet open={open === 'question'} onOpenChange={change('question')} />
      <KeysDialog open={open === 'keys'} onOpenChange={change('keys')} />
      <LeaveDialogs
        open={open === 'leave' || open === 'end' ? open : null}
        onClose={() => onOpen(null)}
        onLeave={onLeave}
      />
    </>
  )
}
