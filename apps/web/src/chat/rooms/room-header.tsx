import type { Room } from '@parley/protocol'
import { fewMarks, IconButton } from '@parley/ui'
import { ArrowLeft, Users } from 'lucide-react'
import { ConnectionChip } from '../connection/connection-chip'
import type { ConnectionView } from '../connection/connection-view'

export interface RoomHeaderProps {
  room: Room | undefined
  view: ConnectionView
  isPanelOpen: boolean
  onTogglePanel: () => void
  onBack: () => void
}

/** One line: the current room, and whether it is live. */
export function RoomHeader({ room, view, isPanelOpen, onTogglePanel, onBack }: RoomHeaderProps) {
  return (
    <header className="flex h-13 shrink-0 items-center gap-1 border-b border-line ps-1 pe-2 pair:ps-4">
      <IconButton
        label="All rooms"
        icon={<ArrowLeft aria-hidden />}
        onClick={onBack}
        className="pair:hidden"
      />
      <div className="flex min-w-0 flex-1 items-baseline gap-3">
        <h1 dir="auto" className="max-w-full min-w-0 shrink-0 truncate text-15 font-semibold">
          {room ? fewMarks(room.name) : <span className="sr-only">Parley</span>}
        </h1>
        {room?.topic && (
          <p dir="auto" title={room.topic} className="hidden min-w-0 truncate text-13 text-faint pair:block">
            {fewMarks(room.topic)}
          </p>
        )}
      </div>
      <ConnectionChip view={view} />
      {room?.isMember && (
        <IconButton
          label="Members"
          icon={<Users aria-hidden />}
          aria-expanded={isPanelOpen}
          aria-controls="members"
          onClick={onTogglePanel}
        />
      )}
    </header>
  )
}
