import { createServer } from 'node:http'
import type { Closable } from '@parley/service'

/** /healthz: the process lives. /readyz: it has joined its group and the log answers. */
export async function serveHealth(
  at: { host: string; port: number },
  isReady: () => boolean,
): Promise<Closable> {
  const server = createServer(({ url }, response) => {
    const known = url === '/healthz' || url === '/readyz'
    const ready = url === '/healthz' || isReady()
    response.writeHead(known ? (ready ? 200 : 503) : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(known ? { ready } : { error: 'not found' }))
  })
  await new Promise<void>((resolve) => server.listen(at.port, at.host, resolve))
  return { close: () => new Promise((resolve) => server.close(() => resolve())) }
}
