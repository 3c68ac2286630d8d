import type { Stack } from '../stack'

export interface Shown {
  /** For `--only`. */
  name: string
  /** The shown promise, as a sentence. */
  shows: string
}

/** Runs on a started stack. Rejects when the promise does not hold. */
export interface Scenario extends Shown {
  run(stack: Stack, say: (line: string) => void): Promise<void>
}

/** The launcher's own use of docker-compose.yml: it starts what it needs. */
export interface LauncherScenario extends Shown {
  run(say: (line: string) => void): Promise<void>
}
