import type { Scenario } from '../scenarios/scenario'

export interface RoundOptions {
  scenarios: readonly Scenario[]
  seed: number
  isShort: boolean
  crowd: { rooms: number; sdkClients: number; rawClients: number; messagesPerSecond: number }
  say: (line: string) => void
  /** Keeps the directory with the services' logs. */
  keep?: boolean
  /** Ends the run after the current scenario. */
  signal?: AbortSignal
  /** Ends it at once. */
  abort?: AbortSignal
}
