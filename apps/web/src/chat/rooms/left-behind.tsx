import { useUnsent } from '@parley/client/react'
import { Button, Notice } from '@parley/ui'
import { Clock } from 'lucide-react'
import type { RoomId } from '@parley/protocol'

export interface LeftBehindProps {
  roomId: RoomId
  /** Joining would send the messages. */
  canJoin: boolean
  onDiscard: (ids: readonly string[]) => void
}

/** In place of a room that the person has left: the draft and the unsent messages there. */
export function LeftBehind({ roomId, canJoin, onDiscard }: LeftBehindProps) {
  const { [roomId]: ids = [] } = useUnsent()
  if (ids.length === 0) return null
  return (
    <Notice
      tone="waiting"
      icon={<Clock aria-hidden />}
      action={
        <Button kind="link" size="inline" onClick={() => onDiscard(ids)} className="text-current">
          Delete {ids.length === 1 ? 'it' : 'them'}
        </Button>
      }
    >
      {formatLeft(ids.length)}{' '}
      {canJoin && (ids.length === 1 ? 'It goes out when you join.' : 'They go out when you join.')}
    </Notice>
  )
}

function formatLeft(count: number): string {
  return count === 1
    ? 'Something that you wrote here was not sent.'
    : `${count.toLocaleString()} things that you wrote here were not sent.`
}
