import type { Room } from '@parley/protocol'
import { DoorOpen, Hash, Lock, MessageCircle } from 'lucide-react'

const ICONS = { public: Hash, private: Lock, direct: MessageCircle }

export function RoomIcon({ room: { isLobby, kind } }: { room: Pick<Room, 'isLobby' | 'kind'> }) {
  const Icon = isLobby ? DoorOpen : ICONS[kind]
  return (
    <>
      <Icon aria-hidden />
      {kind === 'private' && <span className="sr-only">private</span>}
    </>
  )
}
