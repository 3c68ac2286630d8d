import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { claimPort } from './port-claims'

// Below 32768: above, the kernel takes ports for outgoing connections, and a client that connects to the port of a
// stopped engine can even be connected to itself.
const LOWEST = 20_000
const HIGHEST = 32_000

/** Free as `localhost`, which can be the IPv4 or the IPv6 address. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    // Without IPv6 no other process can have the port there either.
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    )
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/**
 * The first free port from `usual` on, which other processes would choose, too: this process claims it while it lives.
 * Without `usual` a random one.
 */
export async function findFreePort(usual?: number): Promise<number> {
  for (const port of usual ? upwardsFrom(usual) : anywhere()) {
    if ((await isPortFree(port)) && (!usual || claimPort(port) === 'new')) return port
  }
  throw new Error(`No port is free on 127.0.0.1${usual ? ` from ${usual} on` : ''}.`)
}

/** The port that `name` had in this directory before, if it is free; else a free one, which is remembered. */
export async function rememberedPort(dataDir: string, name: string, usual?: number): Promise<number> {
  const file = join(dataDir, 'ports', name)
  const before = Number(readOr(file, ''))
  if (before && (await isPortFree(before)) && (!usual || claimPort(before) !== 'taken')) return before
  const port = await findFreePort(usual)
  mkdirSync(join(dataDir, 'ports'), { recursive: true })
  writeFileSync(file, String(port))
  return port
}

function* upwardsFrom(usual: number) {
  for (let port = usual; port < usual + 200; port++) yield port
}

function* anywhere() {
  for (let attempt = 0; attempt < 200; attempt++)
    yield LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
}

function readOr(file: string, otherwise: string) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise // not written yet
  }
}
