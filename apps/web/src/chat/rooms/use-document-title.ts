import { useTimeline } from '@parley/client/react'
import type { PersonId, Room, RoomId } from '@parley/protocol'
import { useEffect, useMemo } from 'react'
import { pageTitle } from './page-title'
import { isUnreadRoom } from './room-order'
import { countUnread } from '../timeline/rows'

interface Options {
  roomId: RoomId | null
  room: Room | undefined
  own: readonly Room[]
  personId: PersonId
}

export function useDocumentTitle({ roomId, room, own, personId }: Options) {
  const timeline = useTimeline(roomId ?? '')
  const messages = timeline?.messages
  const readSeq = room?.readSeq
  const unread = useMemo(
    () => (messages && readSeq !== undefined ? countUnread(messages, readSeq, personId) : 0),
    [messages, readSeq, personId],
  )
  const isElsewhere = own.some((other) => other.id !== roomId && isUnreadRoom(other))
  const title = pageTitle({ room: room?.name, unread, isElsewhere })
  useEffect(() => {
    document.title = title
  }, [title])
}
