import type { ServerAddress } from '@parley/client'

/** `?server=2` chooses the server with that id, for this tab. */
export function chosenServer(search: string): string | null {
  return new URLSearchParams(search).get('server') || null
}

/** The chosen server alone; all servers if none was chosen or the chosen one is unknown. */
export function serversFor(
  servers: readonly ServerAddress[],
  chosen: string | null,
): readonly ServerAddress[] {
  const found = servers.filter((server) => server.id === chosen)
  return found.length > 0 ? found : servers
}
