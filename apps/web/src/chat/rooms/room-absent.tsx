import type { Rooms } from '@parley/client'
import type { Failure, Result, Room, RoomId } from '@parley/protocol'
import { Button, EmptyState, fewMarks } from '@parley/ui'
import { LOBBY_ID } from '@parley/protocol'
import { useState, type ReactNode } from 'react'
import { isolate } from '../members/isolate'
import { LeftBehind } from './left-behind'
import type { LookUp } from './use-look-up'
import { navigateTo } from './navigate'

export interface RoomAbsentProps {
  roomId: RoomId | null
  room: Room | undefined
  rooms: Rooms
  lookUp: LookUp
  onJoin: (roomId: RoomId) => Promise<Result<Room>>
  onReload: () => void
  onDiscard: (roomId: RoomId, ids: readonly string[]) => void
}

/** In place of a conversation that cannot be shown. */
export function RoomAbsent(props: RoomAbsentProps) {
  const { roomId, room, rooms, lookUp, onJoin, onReload, onDiscard } = props
  const leftBehind = roomId && (
    <LeftBehind roomId={roomId} canJoin={room !== undefined} onDiscard={(ids) => onDiscard(roomId, ids)} />
  )
  if (room) return <JoinThisRoom room={room} onJoin={onJoin} leftBehind={leftBehind} />
  if (rooms.status === 'failed') {
    return (
      <Middle>
        <EmptyState
          title="Your rooms could not be loaded"
          action={<Button onClick={onReload}>Try again</Button>}
        >
          {rooms.failure.say}
        </EmptyState>
      </Middle>
    )
  }
  if (roomId && lookUp.failure?.retryable) {
    return (
      <Middle>
        <EmptyState
          title="This room could not be loaded"
          action={<Button onClick={lookUp.again}>Try again</Button>}
        >
          {lookUp.failure.say}
        </EmptyState>
        {leftBehind}
      </Middle>
    )
  }
  return (
    <Middle>
      <EmptyState
        title={roomId ? 'This room does not exist' : 'Choose a room'}
        action={
          <Button kind="primary" onClick={() => navigateTo(LOBBY_ID)}>
            Go to the lobby
          </Button>
        }
      >
        {roomId ? 'The link may be old, or the room is gone.' : 'Or begin where everybody is.'}
      </EmptyState>
      {leftBehind}
    </Middle>
  )
}

interface JoinThisRoomProps {
  room: Room
  onJoin: RoomAbsentProps['onJoin']
  leftBehind: ReactNode
}

function JoinThisRoom({ room, onJoin, leftBehind }: JoinThisRoomProps) {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function join() {
    setBusy(true)
    const result = await onJoin(room.id)
    setBusy(false)
    setFailure(result.ok ? null : result.failure)
  }

  return (
    <Middle>
      <EmptyState
        title={`You are not in ${isolate(room.name)}`}
        action={
          <Button kind="primary" autoFocus aria-disabled={isBusy} onClick={() => void join()}>
            Join this room
          </Button>
        }
      >
        {failure?.say ?? (fewMarks(room.topic) || formatMembers(room.memberCount))}
      </EmptyState>
      {leftBehind}
    </Middle>
  )
}

function formatMembers(count: number): string {
  if (count === 0) return 'Nobody is in it yet.'
  return count === 1 ? 'One person is in it.' : `${count.toLocaleString()} people are in it.`
}

function Middle({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-0 flex-1 content-center justify-items-center gap-4 overflow-y-auto px-4">
      {children}
    </div>
  )
}
