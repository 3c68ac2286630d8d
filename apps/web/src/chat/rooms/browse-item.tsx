import type { Room, RoomId } from '@parley/protocol'
import { Button, Name } from '@parley/ui'
import { RoomIcon } from './room-icon'
import { RoomLink } from './room-link'

export interface BrowseItemProps {
  room: Room
  isCurrent: boolean
  onNavigate: (roomId: RoomId) => void
  onJoin: (roomId: RoomId) => void
}

/** A room that the person is not in: its link opens it, its button joins at once. */
export function BrowseItem({ room, isCurrent, onNavigate, onJoin }: BrowseItemProps) {
  return (
    <li className="group relative">
      <RoomLink roomId={room.id} isCurrent={isCurrent} onNavigate={onNavigate} className="pe-16 text-muted">
        <RoomIcon room={room} />
        <Name className="flex-1">{room.name}</Name>
      </RoomLink>
      <Button
        kind="link"
        size="inline"
        aria-label={`Join ${room.name}`}
        onClick={() => onJoin(room.id)}
        // Fifty rows should not show fifty coloured words: the button appears with the pointer or the focus, and the
        // room's page has it, too.
        className="absolute end-2 top-1/2 -translate-y-1/2 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 touch:text-muted touch:opacity-100"
      >
        Join
      </Button>
    </li>
  )
}
