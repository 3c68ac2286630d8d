import { useParley, useRooms } from '@parley/client/react'
import type { Failure, RoomId } from '@parley/protocol'
import { useEffect, useState } from 'react'

export interface LookUp {
  /** Why the room of the address is not known; null during the lookup. */
  failure: Failure | null
  again: () => void
}

/** Looks up the room of the address if it is not a known one: a link may lead anywhere. */
export function useLookUp(roomId: RoomId | null): LookUp {
  const parley = useParley()
  const rooms = useRooms()
  const [failed, setFailed] = useState<{ roomId: RoomId; failure: Failure } | null>(null)
  const [attempt, setAttempt] = useState(0)
  const isUnknown = rooms.status === 'ready' && !rooms.list.some(({ id }) => id === roomId)

  useEffect(() => {
    if (!roomId || !isUnknown) return
    let isWanted = true
    void parley.lookUpRoom(roomId).then((answer) => {
      if (isWanted) setFailed(answer.ok ? null : { roomId, failure: answer.failure })
    })
    return () => {
      isWanted = false
    }
  }, [parley, roomId, isUnknown, attempt])

  return {
    failure: failed?.roomId === roomId ? (failed?.failure ?? null) : null,
    again: () => setAttempt(attempt + 1),
  }
}
