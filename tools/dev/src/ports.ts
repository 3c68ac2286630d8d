import { findFreePort } from '@parley/engines'
import { createServer } from 'node:net'
import { WEB_PORT, type Plan } from './plan'

export interface Ports {
  web: number
  servers: { id: string; port: number }[]
  persisters: { id: string; port: number }[]
  /** HAProxy's ports: for clients, and for its operator. */
  balancer: { people: number; own: number } | null
}

/** The usual port of each if it is free, else a higher one; never the same twice. */
export async function findPorts({ web, servers, persisters, balancer }: Plan): Promise<Ports> {
  return {
    web: await findFreePort(web?.usualPort ?? WEB_PORT),
    servers: await inARow(servers),
    persisters: await inARow(persisters),
    balancer: balancer && (await findBalancerPorts(balancer.usualPort)),
  }
}

/**
 * Holds the services' ports until the services start: the engines take some seconds before, and another process on such a
 * port would answer in our service's place.
 */
export async function holdPorts({ servers, persisters }: Ports): Promise<{ close: () => Promise<void> }> {
  const holders = await Promise.all([...servers, ...persisters].map(({ port }) => holdPort(port)))
  return { close: async () => void (await Promise.all(holders.map((release) => release()))) }
}

function holdPort(port: number) {
  return new Promise<() => Promise<void>>((resolve, reject) => {
    const holder = createServer((stranger) => stranger.destroy())
    holder.once('error', reject)
    holder.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      resolve(() => new Promise((released) => void holder.close(() => released()))),
    )
  })
}

async function findBalancerPorts(usualPort: number) {
  const people = await findFreePort(usualPort)
  return { people, own: await findFreePort(people + 1) }
}

async function inARow(services: { id: string; usualPort: number }[]) {
  const found: { id: string; port: number }[] = []
  for (const { id, usualPort } of services) found.push({ id, port: await findFreePort(usualPort) })
  return found
}
