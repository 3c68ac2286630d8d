import { useUnsent } from '@parley/client/react'
import type { Room, RoomId } from '@parley/protocol'
import { Name } from '@parley/ui'
import { Clock } from 'lucide-react'
import { RoomLink } from './room-link'

export interface RoomsLeftBehindProps {
  own: readonly Room[]
  others: readonly Room[]
  roomId: RoomId | null
  onNavigate: (roomId: RoomId) => void
}

/** Rooms that the person has left and that hold a draft or unsent messages. */
export function RoomsLeftBehind({ own, others, roomId, onNavigate }: RoomsLeftBehindProps) {
  const unsent = useUnsent()
  const left = Object.keys(unsent).filter((id) => !own.some((room) => room.id === id))
  if (left.length === 0) return null
  return (
    <section aria-labelledby="left-behind" className="pb-4">
      <h2 id="left-behind" className="px-2 pb-1 text-12 font-medium text-warning">
        Not sent
      </h2>
      <ul>
        {left.map((id) => (
          <li key={id}>
            <RoomLink roomId={id} isCurrent={id === roomId} onNavigate={onNavigate} className="text-muted">
              <Clock aria-hidden />
              <Name className="flex-1">
                {others.find((room) => room.id === id)?.name ?? 'A room that you left'}
              </Name>
            </RoomLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
