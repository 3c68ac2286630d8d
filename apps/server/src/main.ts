import { createLogger, findAppId, runService } from '@parley/service'
import { readServerConfig } from './config'
import { startServer } from './server'

const read = readServerConfig(process.env)
const config = { ...read, serverId: await findAppId(read.serverId) }
const logger = createLogger(`server-${config.serverId}`, config.logLevel)
await runService(logger, () => startServer(config, logger))
