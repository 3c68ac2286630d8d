import type { Crowd } from '../people/crowd'
import type { Recording } from '../observations/recording'
import type { StackShape } from '../stack/shape'
import type { ChaosStack } from '../stack/stack'

/** The parts of the system that this tool harms. */
type Component =
  'server' | 'persister' | 'Redis' | 'Kafka' | 'PostgreSQL' | 'HAProxy' | 'network' | 'clock' | 'all'

/** A fault, or some, and what must be true of it beyond the promise itself, which is checked after every scenario. */
export interface Scenario {
  name: string
  /** The row of the fault matrix: component and fault. */
  row: `${Component}: ${string}`
  /** In the short round, which runs with the tests. */
  isShort?: boolean
  /** A server may not hear of a removal at once while this is played. */
  harmsRedis?: boolean
  /** After this it counts as not played. 6 where nothing is said. */
  limitMinutes?: number
  /** It needs a stack of its own, made so. Those that name the same one share it; they are played after all others. */
  stack?: StackShape
  /** The log is not what it was after this, so nothing is looked for in it. */
  losesLog?: boolean
  run(stage: Stage): Promise<void>
}

/** Where a scenario plays: everything runs and people talk. What it broke and did not mend is mended after it. */
export interface Stage {
  stack: ChaosStack
  crowd: Crowd
  /** All that was observed so far. */
  recording: Recording
  /** In [0, 1); the same with the same seed. */
  random: () => number
  isShort: boolean
  /** How much is written where nobody says otherwise. */
  messagesPerSecond: number
  say: (line: string) => void
  /** Milliseconds, by the clock of what is recorded. */
  now: () => number
  /** Counts a fault; said before it is made. */
  fault: (what: string) => void
  /** One that does not hold makes the scenario fail; the others are looked at all the same. */
  require: (holds: boolean, sentence: string) => void
  /** For the table. */
  figure: (name: string, value: number) => void
  /** Connections lost since then, but for those whose people went by themselves. */
  thrownOff: (since: number) => number
  /** Waits until everybody is online and in sync. The limits hold for those who were thrown off after `since`. */
  everybodyBack: (since: number, limits: { p95Ms?: number; maxMs: number }) => Promise<void>
  /** Waits until all is sent, stored and seen. The limit holds for what was written before `since`. They talk on. */
  everythingSeen: (since: number, limitMs: number) => Promise<void>
  /** Services may end by themselves here, as a part of the behaviour that is wanted. */
  mayDie: (...services: string[]) => void
}
