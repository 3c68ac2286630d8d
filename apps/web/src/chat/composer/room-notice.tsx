import { Button, Notice } from '@parley/ui'
import { Clock, HardDrive, RefreshCw, Unplug, WifiOff } from 'lucide-react'
import { formatKept, formatWaiting, type ConnectionView } from '../connection/connection-view'

export interface RoomNoticeProps {
  view: ConnectionView
  liveDelayed: boolean
  /** Unsent messages outlive this page. */
  keepsUnsent: boolean
  /** Unsent own messages that have been waiting for more than a moment. */
  waitingCount: number
  onRetryNow: () => void
  onReload: () => void
}

/** At most one line above the composer: the most serious problem, and what happens to new messages. */
export function RoomNotice(props: RoomNoticeProps) {
  return (
    <div role="status" className="px-3 empty:hidden pair:px-4">
      <Line {...props} />
    </div>
  )
}

function Line({ view, liveDelayed, keepsUnsent, waitingCount, onRetryNow, onReload }: RoomNoticeProps) {
  if (view.kind === 'refused') {
    return (
      <Notice tone="failed" icon={<Unplug aria-hidden />} action={<Act onClick={onReload}>Load again</Act>}>
        {view.failure.say}
      </Notice>
    )
  }
  if (view.kind === 'offline') {
    return (
      <Notice tone="waiting" icon={<WifiOff aria-hidden />}>
        You are offline.{' '}
        {waitingCount > 0 ? formatWaiting(waitingCount, keepsUnsent) : formatKept(keepsUnsent)}
      </Notice>
    )
  }
  if (view.kind === 'waiting' || view.kind === 'trying') {
    return (
      <Notice
        tone="waiting"
        icon={<RefreshCw aria-hidden />}
        action={view.kind === 'waiting' && <Act onClick={onRetryNow}>Retry now</Act>}
      >
        {(view.kind === 'waiting' && view.say) || 'Connection lost.'}{' '}
        {/* Read aloud once, not every second. */}
        <span aria-hidden className="tabular-nums">
          {view.kind === 'waiting' ? `Trying again in ${view.secondsLeft} s.` : 'Trying again…'}
        </span>
        {waitingCount > 0 && ` ${formatWaiting(waitingCount, keepsUnsent)}`}
      </Notice>
    )
  }
  if (waitingCount > 0) {
    return (
      <Notice tone="waiting" icon={<Clock aria-hidden />}>
        {formatWaiting(waitingCount, keepsUnsent)}
      </Notice>
    )
  }
  if (liveDelayed && view.kind === 'online') {
    return (
      <Notice tone="waiting" icon={<Clock aria-hidden />}>
        Live updates are delayed. What you send is safe; others may see it a little later.
      </Notice>
    )
  }
  if (!keepsUnsent) {
    return (
      <Notice tone="waiting" icon={<HardDrive aria-hidden />}>
        This browser keeps nothing for Parley: what is not sent yet is lost when this page closes.
      </Notice>
    )
  }
  return null
}

function Act({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button kind="link" size="inline" onClick={onClick} className="text-current">
      {children}
    </Button>
  )
}
