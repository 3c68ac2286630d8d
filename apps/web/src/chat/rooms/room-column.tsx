import type { Rooms } from '@parley/client'
import type { Person, Result, Room, RoomId } from '@parley/protocol'
import { useRef, useState } from 'react'
import { MembersPanel, RoomAbsent } from '@/parts/parts'
import { Conversation } from '../timeline/conversation'
import { TimelineSkeleton } from '../timeline/timeline-skeleton'
import { RoomHeader } from './room-header'
import { useConnectionView } from '../connection/use-connection-view'
import type { LookUp } from './use-look-up'
import { navigateTo } from './navigate'

export interface RoomColumnProps {
  roomId: RoomId | null
  room: Room | undefined
  rooms: Rooms
  lookUp: LookUp
  person: Person
  onJoin: (roomId: RoomId) => Promise<Result<Room>>
  onLeave: (roomId: RoomId) => Promise<Result<null>>
  onReload: () => void
  onDiscard: (roomId: RoomId, ids: readonly string[]) => void
}

export function RoomColumn(props: RoomColumnProps) {
  const { roomId, room, rooms, lookUp, person, onJoin, onLeave, onReload, onDiscard } = props
  const view = useConnectionView()
  const [isPanelOpen, setPanelOpen] = useState(false)
  const header = useRef<HTMLDivElement>(null)
  const isUnknown =
    !room && rooms.status !== 'failed' && (rooms.status !== 'ready' || (roomId !== null && !lookUp.failure))

  function closePanel() {
    setPanelOpen(false)
    header.current?.querySelector<HTMLElement>('[aria-controls="members"]')?.focus()
  }

  return (
    <div className="flex h-full">
      <div className="flex min-w-0 flex-1 flex-col">
        <div ref={header}>
          <RoomHeader
            room={room}
            view={view}
            isPanelOpen={isPanelOpen}
            onTogglePanel={() => (isPanelOpen ? closePanel() : setPanelOpen(true))}
            onBack={() => navigateTo(null)}
          />
        </div>
        {room?.isMember ? (
          <Conversation room={room} person={person} view={view} />
        ) : isUnknown ? (
          <TimelineSkeleton />
        ) : (
          <RoomAbsent
            waiting={<TimelineSkeleton />}
            {...{ roomId, room, rooms, lookUp, onJoin, onReload, onDiscard }}
          />
        )}
      </div>
      {isPanelOpen && room?.isMember && (
        <MembersPanel
          room={room}
          personId={person.id}
          onClose={closePanel}
          onLeave={() => onLeave(room.id)}
        />
      )}
    </div>
  )
}
