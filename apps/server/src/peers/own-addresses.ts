import { networkInterfaces } from 'node:os'

const ANY = new Set(['0.0.0.0', '::', ''])

/**
 * The addresses at which other servers reach a server that listens at `host`. A server that listens on all interfaces has
 * one per network.
 */
export function ownAddresses(host: string, port: number, interfaces = networkInterfaces()): string[] {
  const hosts = ANY.has(host) ? outsideAddresses(interfaces) : [host]
  return hosts.map((each) => `http://${each.includes(':') ? `[${each}]` : each}:${port}`)
}

function outsideAddresses(interfaces: ReturnType<typeof networkInterfaces>): string[] {
  return Object.values(interfaces)
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
}
