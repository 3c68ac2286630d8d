import { ensureLobby, migrate, openDatabase, rekeyRooms } from '@parley/database'
import { createLogger, crash } from '@parley/service'
import { readMigrateConfig } from './config'

const config = readMigrateConfig(process.env)
const logger = createLogger('migrate', config.logLevel)

try {
  const applied = await migrate({ url: config.databaseUrl })
  const database = openDatabase({ url: config.databaseUrl, maxConnections: 1 })
  await rekeyRooms(database)
  await ensureLobby(database)
  await database.close()
  logger.info({ applied }, 'the database is up to date')
} catch (cause) {
  crash(logger, cause, 'the database could not be brought up to date')
}
