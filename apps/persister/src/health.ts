import { createServer, type ServerResponse } from 'node:http'
import { METRICS_PATH, type Closable } from '@parley/service'
import type { Config } from './config'

/**
 * /healthz: the process is alive. /readyz: it has joined its group and the log answers. /version: the running version.
 * /metrics: its metrics.
 */
export async function serveHealth(
  at: Pick<Config, 'host' | 'port' | 'build'>,
  parts: { isReady: () => boolean; answerMetrics: (response: ServerResponse) => Promise<void> },
): Promise<Closable> {
  const { isReady, answerMetrics } = parts
  const server = createServer(({ url }, response) => {
    if (url === METRICS_PATH) return void answerMetrics(response)
    if (url === '/version') {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end(JSON.stringify({ name: 'parley', ...at.build }))
    }
    const known = url === '/healthz' || url === '/readyz'
    const ready = url === '/healthz' || isReady()
    response.writeHead(known ? (ready ? 200 : 503) : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(known ? { ready } : { error: 'not found' }))
  })
  await new Promise<void>((resolve) => server.listen(at.port, at.host, resolve))
  return { close: () => new Promise((resolve) => server.close(() => resolve())) }
}
