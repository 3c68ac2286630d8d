import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createDelivery } from '@parley/delivery'
import { METRICS_PATH, openMetrics, type Closable, type Logger } from '@parley/service'
import { assembleHealth } from './assembly/health'
import { assembleLive, type Rhythm } from './assembly/live'
import { assembleMessagePath } from './assembly/message-path'
import { assembleRequests } from './assembly/requests'
import type { Config } from './config'
import { askToReconnect, drain } from './lifecycle/drain'
import { connectEngines } from './lifecycle/engines'
import { offerOwnership } from './lifecycle/offer-ownership'
import { startPurge } from './lifecycle/purge'
import { trustProxies } from './limits/trusted-proxies'
import { definitions } from './metrics'

/** Connects all parts of a server. Resolves when it listens. */
export async function startServer(config: Config, logger: Logger, rhythm: Rhythm = {}): Promise<Closable> {
  const nowMs = () => performance.now()
  const { metrics, answer: answerMetrics } = openMetrics(definitions)
  const engines = await connectEngines(config, (records) => metrics.attemptFailed.add({}, records), logger)
  const { database, redis, eventLog } = engines
  const delivery = createDelivery({ redis })
  const proxies = await trustProxies(config.trustedProxies, logger)
  const takesRecords = () => eventLog.isAvailable()

  // Socket.IO takes its own path from every listener that exists before it, so the API's listener is added first.
  const http = createServer((request, response) => {
    void (request.url === METRICS_PATH ? answerMetrics(response) : answerApi(request, response))
  })
  const common = { config, engines, delivery, metrics, nowMs, logger }
  const health = assembleHealth({ ...common, onIsolated: () => void askToReconnect(live.io, config.drainMs) })
  const { isLive, readiness } = health
  const live = assembleLive({ ...common, http, isLive, takesRecords, rhythm })
  const path = assembleMessagePath({ ...common, isLive, takesRecords })
  const answerApi = getRequestListener(assembleRequests({ ...common, health, live, path, proxies }).fetch)

  const gauge = (value: () => number) => () => [{ labels: {}, value: value() }]
  metrics.sockets.read(gauge(() => live.io.sockets.sockets.size))
  metrics.liveDelayed.read(gauge(() => Number(!isLive())))
  metrics.isolated.read(gauge(() => Number(health.isIsolated())))
  metrics.overloaded.read(gauge(() => Number(health.isOverloaded())))

  const purge = startPurge({
    ...{
      sessions: database.sessions,
      people: database.people,
      links: database.oneTimeLinks,
      delivery,
      guestKeepDays: config.guestKeepDays,
    },
    onPurged: (what, count) => metrics.purged.add({ what }, count),
    clock: Date.now,
    logger,
  })
  const loops: Closable[] = [proxies, purge, ...health.loops, ...live.loops]

  await new Promise<void>((resolve) => http.listen(config.port, config.host, resolve))
  await readiness.check()
  logger.info({ port: config.port }, 'listening')
  const { publicUrl } = config
  loops.push(offerOwnership({ links: database.oneTimeLinks, publicUrl, clock: Date.now, logger }))

  return {
    async close() {
      await drain({ io: live.io, readiness, publisher: path.publisher, drainMs: config.drainMs, logger })
      await Promise.all(loops.map((loop) => loop.close()))
      await engines.close()
    },
  }
}
