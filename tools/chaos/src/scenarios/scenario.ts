import type { History } from '@parley/testkit/history'
import type { Crowd } from '../crowd/crowd'
import type { StackShape } from '../stack/shape'
import type { ChaosStack } from '../stack/stack'

/** The parts of the system that this tool harms. */
type Component =
  'server' | 'persister' | 'Redis' | 'Kafka' | 'PostgreSQL' | 'HAProxy' | 'network' | 'clock' | 'all'

/** One or more faults, and their requirements beyond the promises, which are checked after every scenario. */
export interface Scenario {
  name: string
  /** The row of the fault matrix: component and fault. */
  row: `${Component}: ${string}`
  /** Part of the short round, which runs with the tests. */
  isShort?: boolean
  /** A server may learn of a removal late during this scenario. */
  harmsRedis?: boolean
  /** After this time it counts as failed. Default 6. */
  limitMinutes?: number
  /** The scenario needs a special stack. Scenarios that name the same stack share it, and run after all others. */
  stack?: StackShape
  /** The log is incomplete afterwards, so it is not checked. */
  losesLog?: boolean
  run(stage: Stage): Promise<void>
}

/** A scenario's environment: everything runs and clients write. Faults that it does not repair are repaired after it. */
export interface Stage {
  stack: ChaosStack
  crowd: Crowd
  /** All observations so far. */
  history: History
  /** In [0, 1); the same with the same seed. */
  random: () => number
  isShort: boolean
  /** The default rate of messages. */
  messagesPerSecond: number
  say: (line: string) => void
  /** Milliseconds, by the clock of the history. */
  now: () => number
  /** Counts a fault; call it before making the fault. */
  fault: (what: string) => void
  /** A requirement that does not hold fails the scenario; the others are checked all the same. */
  require: (holds: boolean, sentence: string) => void
  /** Adds a figure to the table. */
  figure: (name: string, value: number) => void
  /** Connections lost since then, except for clients that went offline by themselves. */
  thrownOff: (since: number) => number
  /** Waits until all clients are online and in sync. The limits hold for clients that were disconnected after `since`. */
  everybodyBack: (since: number, limits: { p95Ms?: number; maxMs: number }) => Promise<void>
  /**
   * Waits until everything is sent, stored and seen. The limit holds for messages written before `since`. The clients
   * keep writing.
   */
  everythingSeen: (since: number, limitMs: number) => Promise<void>
  /** Services that may end by themselves here, as wanted behaviour. */
  mayDie: (...services: string[]) => void
}
