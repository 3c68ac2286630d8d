import type { Person, RoomId } from '@parley/protocol'
import { useState } from 'react'
import { DraftsContext } from '@/drafts/drafts-context'
import { useDraftsOf } from '@/drafts/use-drafts-of'
import { NewRoomDialog } from '@/parts/parts'
import { useEver } from '@/parts/use-ever'
import { useIdleParts } from '@/parts/use-idle-parts'
import { ChatFrame } from './chat-frame'
import { RoomColumn } from './rooms/room-column'
import { RoomList } from './rooms/room-list'
import { useChat } from './use-chat'
import { useDocumentTitle } from './rooms/use-document-title'
import { useShortcuts } from './use-shortcuts'
import { useWake } from './connection/use-wake'
import { navigateTo } from './rooms/navigate'

export interface ChatScreenProps {
  roomId: RoomId | null
  person: Person
  onSignOut: () => void
  onSignedOutElsewhere: () => void
}

export function ChatScreen({ roomId, person, onSignOut, onSignedOutElsewhere }: ChatScreenProps) {
  const drafts = useDraftsOf(person.id, onSignedOutElsewhere)
  const chat = useChat({ roomId, drafts, onSignOut })
  const [isMakingRoom, setMakingRoom] = useState(false)
  const wasMakingRoom = useEver(isMakingRoom)
  useIdleParts(chat.isShown)
  useShortcuts({ onNavigate: chat.walkBy })
  useWake({ onWake: chat.retryNow, onNetwork: chat.reconnect })
  useDocumentTitle({ roomId, room: chat.room, own: chat.own, personId: person.id })

  return (
    <DraftsContext value={drafts}>
      <ChatFrame
        shows={roomId ? 'room' : 'rooms'}
        rooms={
          <RoomList
            person={person}
            status={chat.rooms.status}
            own={chat.own}
            others={chat.others}
            roomId={roomId}
            onNavigate={navigateTo}
            onPress={chat.openRoom}
            // The room page shows a refused join, and lets the person try again.
            onJoin={(id) => void chat.joinRoom(id).then(() => navigateTo(id))}
            onNewRoom={() => setMakingRoom(true)}
            onReload={chat.reloadRooms}
            onSignOut={chat.signOut}
          />
        }
        room={
          <RoomColumn
            key={roomId}
            roomId={roomId}
            room={chat.room}
            rooms={chat.rooms}
            lookUp={chat.lookUp}
            person={person}
            onJoin={chat.joinRoom}
            onLeave={chat.leaveRoom}
            onReload={chat.reloadRooms}
            onDiscard={chat.discard}
          />
        }
      >
        {wasMakingRoom && (
          <NewRoomDialog
            isOpen={isMakingRoom}
            onOpenChange={setMakingRoom}
            onCreate={chat.createRoom}
            onCreated={(room) => navigateTo(room.id)}
          />
        )}
      </ChatFrame>
    </DraftsContext>
  )
}
