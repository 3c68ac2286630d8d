import { ensureLobby, migrate, openDatabase, rekeyRooms } from '@parley/database'
import { createLog, crash } from '@parley/service'
import { readMigrateConfig } from './config'

const config = readMigrateConfig(process.env)
const log = createLog('migrate', config.logLevel)

try {
  const applied = await migrate({ url: config.databaseUrl })
  const database = openDatabase({ url: config.databaseUrl, maxConnections: 1 })
  await rekeyRooms(database)
  await ensureLobby(database)
  await database.close()
  log.info({ applied }, 'the database is up to date')
} catch (cause) {
  crash(log, cause, 'the database could not be brought up to date')
}
