import { useNewBuild } from './use-new-build'
import { useServiceWorker } from './use-service-worker'

/** Shows nothing: it prepares this browser for the time without a network, and an open page for the next build. */
export function Offline({ isDev }: { isDev: boolean }) {
  useServiceWorker({ isDev })
  useNewBuild()
  return null
}
