import { startKafka, startPostgres, startRedis, type RunningEngine } from '@parley/engines'
import { newPort } from '@parley/chaos/ports'

export interface BenchEngines {
  postgres: RunningEngine
  redis: RunningEngine
  kafka: RunningEngine
  stop: () => Promise<void>
}

/** Engines of this run alone, on data of its own. */
export async function startBenchEngines(dataDir: string, say: (line: string) => void): Promise<BenchEngines> {
  const starting = [
    startPostgres({ dataDir, port: await newPort(), log: say }),
    startRedis({ dataDir, port: await newPort(), log: say }),
    startKafka({ dataDir, port: await newPort(), log: say }),
  ] as const
  const settled = await Promise.allSettled(starting)
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async () => void (await Promise.all(started.map((engine) => engine.stop())))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  const [postgres, redis, kafka] = await Promise.all(starting)
  return { postgres, redis, kafka, stop }
}
