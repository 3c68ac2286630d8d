import { startKafka, startPostgres, startRedis, startTogether, type RunningEngine } from '@parley/engines'
import { newPort } from '@parley/testkit/cluster'

export interface BenchEngines {
  postgres: RunningEngine
  redis: RunningEngine
  kafka: RunningEngine
  stop: () => Promise<void>
}

/** Engines for this run alone, on data of its own. */
export async function startBenchEngines(dataDir: string, say: (line: string) => void): Promise<BenchEngines> {
  const { started, stop } = await startTogether([
    startPostgres({ dataDir, port: await newPort(), log: say }),
    startRedis({ dataDir, port: await newPort(), log: say }),
    startKafka({ dataDir, port: await newPort(), log: say }),
  ])
  const [postgres, redis, kafka] = started
  return { postgres, redis, kafka, stop }
}
