import type { Stack } from '../stack'

export interface Scenario {
  /** For `--only`. */
  name: string
  /** What it shows, as a sentence. */
  shows: string
  /** Rejects when it is not so. */
  run(stack: Stack, say: (line: string) => void): Promise<void>
}
