import { createLogger, findAppId, runService } from '@parley/service'
import { readPersisterConfig } from './config'
import { startPersister } from './persister'

const read = readPersisterConfig(process.env)
const config = { ...read, persisterId: await findAppId(read.persisterId) }
const logger = createLogger(`persister-${config.persisterId}`, config.logLevel)
await runService(logger, () => startPersister(config, logger))
