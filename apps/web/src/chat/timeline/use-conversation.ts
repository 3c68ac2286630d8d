import type { TimelineMessage } from '@parley/client'
import { useKeepsUnsent, useLiveDelayed, useParley, useTimeline } from '@parley/client/react'
import type { RoomId } from '@parley/protocol'
import { QUIET_MS, type ConnectionView } from '../connection/connection-view'
import { useNow } from '../use-now'

const NONE: readonly TimelineMessage[] = []

/** The data and actions of one room's conversation. */
export function useConversation(roomId: RoomId, view: ConnectionView) {
  const parley = useParley()
  const timeline = useTimeline(roomId)
  const liveDelayed = useLiveDelayed()
  const keepsUnsent = useKeepsUnsent()
  const unsent = (timeline?.messages ?? NONE).filter(isWaiting)
  const now = useNow(unsent.length > 0 ? 1_000 : null)
  const isLost = view.kind === 'offline' || view.kind === 'trying' || view.kind === 'waiting'
  const waiting = isLost ? unsent : unsent.filter((message) => now - message.at >= QUIET_MS)

  return {
    timeline,
    liveDelayed,
    keepsUnsent,
    waitingCount: waiting.length,
    send: (body: string) => parley.send(roomId, body),
    isLost,
    look: () => parley.getState().timelines[roomId],
    loadOlder: () => parley.loadOlder(roomId),
    markRead: (seq: number) => parley.markRead(roomId, seq),
    reopen: () => parley.openRoom(roomId),
    retryNow: () => parley.retryNow(),
  }
}

function isWaiting(message: TimelineMessage): boolean {
  return message.state.kind === 'queued' || message.state.kind === 'sending'
}
