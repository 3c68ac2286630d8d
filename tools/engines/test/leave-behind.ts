// usage: leave-behind <startRedis|startPostgres|startKafka> <data directory>
// Starts an engine, says where, and waits to be killed.
import { startKafka, startPostgres, startRedis } from '../src/index'

const [name, dataDir] = process.argv.slice(2) as ['startRedis' | 'startPostgres' | 'startKafka', string]
const engine = await { startKafka, startPostgres, startRedis }[name]({ dataDir })
process.stdout.write(JSON.stringify({ url: engine.url, pid: engine.pid }) + '\n')
setInterval(() => undefined, 60_000)
