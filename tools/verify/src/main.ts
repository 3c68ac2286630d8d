// npm run verify [-- --json]: reads PostgreSQL, the tails and the log of the running system and checks that they agree.
import { join } from 'node:path'
import { openDatabase } from '@parley/database'
import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import { openEventLog } from '@parley/event-log'
import { compare } from './compare'
import { report } from './report'
import { findRunningSystem } from './running-system'

const root = join(import.meta.dirname, '..', '..', '..')
const json = process.argv.includes('--json')
const system = findRunningSystem(process.env, root)
if (!system) {
  process.stderr.write(
    'Nothing runs here: start `npm run dev`, or set DATABASE_URL, REDIS_URL and KAFKA_BROKERS.\n',
  )
  process.exit(2)
}

const database = openDatabase({ url: system.databaseUrl })
const redis = connectRedis(system.redisUrl, { role: 'commands' })
await waitForRedis(redis, 5_000)
const eventLog = await openEventLog(system.log)
try {
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`))
  const comparison = await compare({ database, delivery: createDelivery({ redis }), eventLog }, say)
  process.stdout.write(json ? `${JSON.stringify(comparison)}\n` : report(comparison))
  process.exitCode = comparison.findings.length === 0 ? 0 : 1
} finally {
  await eventLog.close()
  redis.disconnect()
  await database.close()
}
