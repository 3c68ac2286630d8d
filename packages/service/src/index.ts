export { findAppId } from './app-id'
export { readConfig, ConfigError, engineSettings, enginesOf, setting } from './config'
export { createLogger, type Logger } from './logger'
export { runService, crash, type Closable } from './lifecycle'
export { every } from './every'
export { orAfter } from './or-after'
export { untilItWorks, backoffMs, type Backoff } from './until-it-works'
export {
  LATENCY_BUCKETS,
  METRICS_PATH,
  openMetrics,
  type MetricDefinition,
  type MetricDefinitions,
  type Metrics,
  type OpenMetrics,
} from './metrics'
