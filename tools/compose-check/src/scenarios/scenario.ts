import type { Stack } from '../stack'

export interface Shown {
  /** For `--only`. */
  name: string
  /** What it shows, as a sentence. */
  shows: string
}

/** On a stack that is up. Rejects when it is not so. */
export interface Scenario extends Shown {
  run(stack: Stack, say: (line: string) => void): Promise<void>
}

/** The launcher's own use of docker-compose.yml: it brings up what it needs. */
export interface LauncherScenario extends Shown {
  run(say: (line: string) => void): Promise<void>
}
