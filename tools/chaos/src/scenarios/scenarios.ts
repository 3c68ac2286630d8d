// The contents: every row of the fault matrix that one machine can play.
import { brokers } from './brokers'
import { clocks } from './clocks'
import { diskScenarios } from './disks'
import { failover } from './failover'
import { haproxyScenarios } from './haproxy'
import { kafkaScenarios } from './kafka'
import { nemesis } from './nemesis'
import { logRecreated } from './log-recreated'
import { networkScenarios } from './network'
import { persisterScenarios } from './persister'
import { postgresScenarios } from './postgres'
import { powerCycle } from './power-cycle'
import { redisScenarios } from './redis'
import type { Scenario } from './scenario'
import { serverScenarios } from './server'
import { serverHeap } from './server-heap'
import { storm } from './storm'

export const scenarios: readonly Scenario[] = [
  ...serverScenarios,
  serverHeap,
  ...redisScenarios,
  ...kafkaScenarios,
  ...persisterScenarios,
  ...postgresScenarios,
  ...haproxyScenarios,
  ...networkScenarios,
  clocks,
  powerCycle,
  storm,
  nemesis({ faults: 12 }),
  brokers,
  ...diskScenarios,
  logRecreated,
  failover,
]

/** Rows without a scenario, with the reason. */
export const notCovered: readonly { row: string; why: string }[] = [
  { row: 'browser, web: all rows', why: 'tools/system-tests plays them in Chromium' },
  { row: 'object store: all rows', why: 'there are no files yet' },
]
