// A server inside the test process, on real engines: tests can set its intervals, and take a rule out (tools/path-model).
import { findFreePort } from '@parley/engines'
import { createLogger } from '@parley/service'
import { readServerConfig } from '../src/config'
import { startServer } from '../src/server'
import { environmentOf, readMetric } from './running-server'

export interface ServerHere {
  url: string
  metric(name: string, labels?: Record<string, string>): Promise<number>
  close(): Promise<void>
}

export async function startServerHere(
  id: string,
  environment: { DATABASE_URL: string; REDIS_URL: string } & Record<string, string>,
  rhythm: Parameters<typeof startServer>[2] = {},
): Promise<ServerHere> {
  const port = await findFreePort()
  const config = readServerConfig({ ...environmentOf(id, port), DRAIN_MS: '0', ...environment })
  const server = await startServer(config, createLogger(`server-${id}`, 'fatal'), rhythm)
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    metric: (name, labels) => readMetric(url, name, labels),
    close: () => server.close(),
  }
}
