import type { Rooms } from '@parley/client'
import type { Person, Room, RoomId } from '@parley/protocol'
import { Button, IconButton } from '@parley/ui'
import { Plus } from 'lucide-react'
import { Wordmark } from '@/brand/wordmark'
import { AccountBar } from '../session/account-bar'
import { Browse } from './browse'
import { OwnRooms } from './own-rooms'
import { RoomListSkeleton } from './room-list-skeleton'
import { RoomsLeftBehind } from './rooms-left-behind'
import { RoomsNotice } from './rooms-notice'

export interface RoomListProps {
  person: Person
  status: Rooms['status']
  own: readonly Room[]
  /** Known rooms that the person is not in. */
  others: readonly Room[]
  roomId: RoomId | null
  onNavigate: (roomId: RoomId) => void
  onPress: (roomId: RoomId) => void
  onJoin: (roomId: RoomId) => void
  onNewRoom: () => void
  onReload: () => void
  onSignOut: () => void
}

export function RoomList(props: RoomListProps) {
  const { person, status, own, others, roomId, onNavigate, onPress } = props
  const { onJoin, onNewRoom, onReload, onSignOut } = props
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-13 shrink-0 items-center justify-between ps-4 pe-2">
        <Wordmark />
        <IconButton label="New room" icon={<Plus aria-hidden />} onClick={onNewRoom} />
      </header>
      <RoomsNotice />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4">
        {status === 'failed' && (
          <div className="grid justify-items-start gap-2 p-2 text-13 text-muted pair:hidden">
            <p>Your rooms could not be loaded.</p>
            <Button size="small" onClick={onReload}>
              Try again
            </Button>
          </div>
        )}
        {status === 'ready' && (
          <RoomsLeftBehind own={own} others={others} roomId={roomId} onNavigate={onNavigate} />
        )}
        {(status === 'loading' || status === 'idle') && <RoomListSkeleton />}
        <OwnRooms own={own} roomId={roomId} onNavigate={onNavigate} onPress={onPress} />
        {status === 'ready' && <Browse own={own} roomId={roomId} onNavigate={onNavigate} onJoin={onJoin} />}
      </div>
      <AccountBar person={person} onSignOut={onSignOut} />
    </div>
  )
}
