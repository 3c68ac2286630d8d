// usage: leave-behind <redis|postgres|kafka> <data directory>
// Starts an engine, prints its address, and waits to be killed.
import { prepareInDocker } from '../src/docker-engine'
import { startKafka, startPostgres, startRedis } from '../src/index'

const [service, dataDir] = process.argv.slice(2) as ['redis' | 'postgres' | 'kafka', string]
const here = { kafka: startKafka, postgres: startPostgres, redis: startRedis }[service]
const engine =
  process.env.PARLEY_ENGINES === 'docker'
    ? await (
        await prepareInDocker(service, { dataDir })
      )()
    : await here({ dataDir })
process.stdout.write(JSON.stringify({ url: engine.url, pid: engine.pid }) + '\n')
setInterval(() => undefined, 60_000)
