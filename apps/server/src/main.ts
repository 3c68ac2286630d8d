import { createLog, runService } from '@parley/service'
import { readServerConfig } from './config'
import { startServer } from './server'

const config = readServerConfig(process.env)
const log = createLog(`server-${config.serverId}`, config.logLevel)
await runService(log, () => startServer(config, log))
