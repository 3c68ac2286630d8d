import { resolvePtr } from 'node:dns/promises'
import { hostname, networkInterfaces } from 'node:os'

/** The facts that a process can learn about its own name. */
export interface Self {
  hostname: string
  /** Addresses at which others reach it. */
  addresses: readonly string[]
  namesOf: (address: string) => Promise<string[]>
}

/**
 * The id of a replica without a configured number: APPID=auto. Docker Compose numbers the containers of a service, and
 * its DNS returns the name for the address (`parley-server-3.parley_default`); a StatefulSet puts the number into the
 * host name (`server-3`). Otherwise the host name is as good as any.
 */
export async function findAppId(configured: string, self: Self = thisProcess()): Promise<string> {
  if (configured !== 'auto') return configured
  const numbered = numberAtEnd(self.hostname)
  if (numbered) return numbered
  for (const address of self.addresses) {
    const names = await self.namesOf(address).catch(() => []) // no such DNS here: try the next way
    const number = names.map(numberAtEnd).find((found) => found !== null)
    if (number) return number
  }
  return self.hostname.slice(0, 32)
}

function numberAtEnd(name: string): string | null {
  return /[-_](\d{1,6})$/.exec(name.split('.')[0] ?? '')?.[1] ?? null
}

function thisProcess(): Self {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
  return { hostname: hostname(), addresses, namesOf }
}

/** Asks DNS directly: `reverse` would find the own address in /etc/hosts, with the name that is known already. */
function namesOf(address: string): Promise<string[]> {
  return resolvePtr(`${address.split('.').reverse().join('.')}.in-addr.arpa`)
}
