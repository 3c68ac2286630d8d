import { EmptyState, Skeleton } from '@parley/ui'

export interface HistoryStartProps {
  hasOlder: boolean
  isLost: boolean
  isEmpty: boolean
  roomName: string
}

/** Above the first message: the state of loading more, or the beginning of the room. */
export function HistoryStart({ hasOlder, isLost, isEmpty, roomName }: HistoryStartProps) {
  if (hasOlder && isLost) {
    return <p className="px-4 pb-2 text-13 text-faint">Older messages appear once you are connected.</p>
  }
  if (hasOlder) {
    return (
      <div aria-hidden className="grid gap-4 px-4 py-6">
        {['w-1/2', 'w-2/3', 'w-1/3'].map((width) => (
          <Skeleton key={width} className={`ms-12 max-w-[60ch] ${width}`} />
        ))}
      </div>
    )
  }
  if (isEmpty) {
    return (
      <div className="grid place-items-center p-4">
        <EmptyState title="Nobody has said anything here. Be the first." />
      </div>
    )
  }
  return (
    <p className="overflow-clip px-4 pb-2 text-13 text-faint">
      This is where <bdi className="font-medium text-muted">{roomName}</bdi> begins.
    </p>
  )
}
