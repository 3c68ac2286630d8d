import { Notice } from '@parley/ui'
import { WifiOff } from 'lucide-react'
import { useConnectionView } from '../connection/use-connection-view'

/** Next to a room the room reports this; the list alone must do so itself. */
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
