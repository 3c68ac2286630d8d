import { mayDo, type PersonId, type Result, type Room } from '@parley/protocol'
import { Button, fewMarks, IconButton, Skeleton } from '@parley/ui'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { AddMembers } from './add-members'
import { MemberRow } from './member-row'
import { tagsOf } from './person-tag'
import { useLeave } from '../rooms/use-leave'
import { useMembers } from './use-members'

export interface MembersPanelProps {
  room: Room
  personId: PersonId
  onClose: () => void
  onLeave: () => Promise<Result<null>>
}

/** The members of the room. Next to the room on a wide screen, over it on a narrower one. */
export function MembersPanel({ room, personId, onClose, onLeave }: MembersPanelProps) {
  const { page, failure, reload, showMore } = useMembers(room.id, room.memberCount)
  // A complete list gives the number itself.
  const count = page && !page.more ? page.members.length : room.memberCount
  const tags = tagsOf(page?.members ?? [])
  const leaving = useLeave(onLeave)
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus(), [])

  return (
    <aside
      ref={panel}
      id="members"
      tabIndex={-1}
      aria-label="Members"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="absolute inset-0 z-20 flex animate-arrive flex-col border-line bg-surface outline-none trio:static trio:w-80 trio:shrink-0 trio:border-s"
    >
      <header className="flex h-13 shrink-0 items-center justify-between gap-2 border-b border-line ps-4 pe-2">
        <h2 className="text-14 font-semibold">
          Members <span className="font-normal text-faint tabular-nums">{count.toLocaleString()}</span>
        </h2>
        <IconButton label="Close members" icon={<X aria-hidden />} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {room.topic && (
          <p dir="auto" className="px-2 pt-1 pb-4 text-13 [overflow-wrap:anywhere] text-muted">
            {fewMarks(room.topic)}
          </p>
        )}
        {failure && (
          <div className="grid justify-items-start gap-2 p-2 text-13 text-muted">
            <p>{failure.say}</p>
            <Button size="small" onClick={reload}>
              Try again
            </Button>
          </div>
        )}
        {!page && !failure && <Skeleton className="mx-2 mt-2 w-32 animate-late" />}
        {mayDo('add-member', room) && room.kind === 'private' && (
          <AddMembers
            room={room}
            isIn={(id) => page?.members.some((each) => each.id === id) ?? false}
            onAdded={reload}
          />
        )}
        <ul>
          {page?.members.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              room={room}
              tag={tags.get(member.id)}
              isMe={member.id === personId}
              onChanged={reload}
            />
          ))}
        </ul>
        {page?.more && (
          <Button kind="link" size="inline" onClick={showMore} className="mx-2 mt-2 touch:mx-0">
            Show more
          </Button>
        )}
      </div>
      {!room.isLobby && mayDo('leave', room) && (
        <footer className="shrink-0 border-t border-line p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
          {leaving.failure && <p className="px-2 pb-2 text-13 text-danger">{leaving.failure.say}</p>}
          <Button kind="danger" size="small" aria-disabled={leaving.isBusy} onClick={leaving.leave}>
            Leave room
          </Button>
        </footer>
      )}
    </aside>
  )
}
