// The contents: every row of the fault matrix (reliability, section 2) that can be played on one machine.
import { brokers } from './brokers'
import { clocks } from './clocks'
import { haproxyScenarios } from './haproxy'
import { kafkaScenarios } from './kafka'
import { nemesis } from './nemesis'
import { networkScenarios } from './network'
import { persisterScenarios } from './persister'
import { postgresScenarios } from './postgres'
import { powerCycle } from './power-cycle'
import { redisScenarios } from './redis'
import type { Scenario } from './scenario'
import { serverScenarios } from './server'
import { storm } from './storm'

export const scenarios: readonly Scenario[] = [
  ...serverScenarios,
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
]

/** Rows that no scenario plays, and why. */
export const notCovered: readonly { row: string; why: string }[] = [
  { row: 'server: heap near limit', why: 'only the blocked event loop is played' },
  { row: 'Kafka, PostgreSQL: disk full', why: 'needs a file system of its own' },
  {
    row: 'Kafka: topic deleted, offsets reset',
    why: 'ends in an alarm by design; tested in packages/event-log',
  },
  { row: 'PostgreSQL: failover that lost commits', why: 'needs a replica' },
  { row: 'browser, web: all rows', why: 'tools/system-tests plays them in Chromium' },
  { row: 'object store: all rows', why: 'there are no files yet' },
]
