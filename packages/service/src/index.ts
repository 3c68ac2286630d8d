export { readConfig, ConfigError, engineSettings, setting } from './config'
export { createLog, type Log } from './log'
export { runService, crash, type Closable } from './lifecycle'
export { untilItWorks, backoffMs, type Backoff } from './until-it-works'
