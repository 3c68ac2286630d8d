import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { claimPort } from './port-claims'

// Below 32768: there the kernel takes ports for outgoing connections, and a client that knocks at the port of an engine
// that is down can even be connected to itself.
const LOWEST = 20_000
const HIGHEST = 32_000

/** Free as `localhost`, which is either address. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    // Without IPv6 nobody else can have the port there either.
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    )
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/**
 * The first free port from `usual` on, which many would choose: it is ours for as long as this process lives.
 * Without it any one, at random.
 */
export async function findFreePort(usual?: number): Promise<number> {
  for (const port of usual ? upwardsFrom(usual) : anywhere()) {
    if ((await isPortFree(port)) && (!usual || claimPort(port) === 'new')) return port
  }
  throw new Error(`No port is free on 127.0.0.1${usual ? ` from ${usual} on` : ''}.`)
}

/** The port that `name` had in this directory before, while it is free; else a free one, remembered from now on. */
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
