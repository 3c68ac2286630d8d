import { createLog, runService } from '@parley/service'
import { readPersisterConfig } from './config'
import { startPersister } from './persister'

const config = readPersisterConfig(process.env)
const log = createLog(`persister-${config.persisterId}`, config.logLevel)
await runService(log, () => startPersister(config, log))
