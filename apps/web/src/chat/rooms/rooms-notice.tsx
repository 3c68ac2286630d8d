import { Notice } from '@parley/ui'
import { WifiOff } from 'lucide-react'
import { useConnectionView } from '../connection/use-connection-view'

/** Where the list stands alone nothing else says it: beside a room the room does. */
export function RoomsNotice() {
  const isOffline = useConnectionView().kind === 'offline'
  return (
    <div role="status" className="px-3 pb-2 empty:hidden pair:hidden">
      {isOffline && (
        <Notice tone="waiting" icon={<WifiOff aria-hidden />}>
          You are offline. Your rooms are as you saw them last.
        </Notice>
      )}
    </div>
  )
}
