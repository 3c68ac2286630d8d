/** The source of an engine, in the order in which the sources are tried. */
export type Place = 'environment' | 'path' | 'apt' | 'npm' | 'maven' | 'wheel' | 'docker'

export interface StartOptions {
  /** A directory for us alone; each engine creates its own folder in it. */
  dataDir: string
  /** Exactly this port. Default: the port remembered in `dataDir` if it is still free, else a free one. */
  port?: number
  /** Tried first if no port is remembered. */
  usualPort?: number
  /** One line per step that a user should see. */
  log?: (line: string) => void
}

export interface RunningEngine {
  /** For Kafka `host:port`. Unchanged by `restart()`. */
  readonly url: string
  /** Changes with `restart()`; null if the engine is not running, not ours, or in a container. */
  readonly pid: number | null
  readonly place: Place
  /** Like `kill -9` (or the given signal) of its process; resolves when a deadly signal has ended it. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Same port, same data; stops the engine first if it still runs. */
  restart(): Promise<void>
  /** Safe to call twice. Never stops an engine of the environment. */
  stop(): Promise<void>
  /** Called when the process ended although this process did not stop it. */
  onCrash(listener: (how: string) => void): void
}

/** The engine is not available here; the message is one sentence for a user and tells what to install. */
export class EngineUnavailableError extends Error {
  override name = 'EngineUnavailableError'
}
