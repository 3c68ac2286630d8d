import type { ServerAddress } from '@parley/client'

/** `?server=2` asks for the server of that id, for this tab. */
export function chosenServer(search: string): string | null {
  return new URLSearchParams(search).get('server') || null
}

/** The chosen server alone, or all of them where none was chosen or nobody knows the chosen one. */
export function serversFor(
  servers: readonly ServerAddress[],
  chosen: string | null,
): readonly ServerAddress[] {
  const found = servers.filter((server) => server.id === chosen)
  return found.length > 0 ? found : servers
}
