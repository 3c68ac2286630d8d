/** Where an engine came from, in the order in which the places are tried. */
export type Place = 'environment' | 'path' | 'apt' | 'npm' | 'maven' | 'wheel' | 'docker'

export interface StartOptions {
  /** A directory of ours; each engine makes its own folder in it. */
  dataDir: string
  /** This port and no other. Without it: the one remembered in `dataDir` when still free, else a free one. */
  port?: number
  /** Tried first when nothing is remembered. */
  usualPort?: number
  /** One line per step worth telling a person about. */
  log?: (line: string) => void
}

export interface RunningEngine {
  /** For Kafka `host:port`. Stays the same over `restart()`. */
  readonly url: string
  /** Changes with `restart()`; null when the engine is not running, not ours, or in a container. */
  readonly pid: number | null
  readonly place: Place
  /** As `kill -9` (or the given signal) of its process; resolves once a deadly signal has ended it. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Same port, same data; stops it first when it still runs. */
  restart(): Promise<void>
  /** Safe to call twice. What the environment gave is left alone. */
  stop(): Promise<void>
  /** Called when the process ended though nobody here asked it to. */
  onCrash(listener: (how: string) => void): void
}

/** The engine cannot be had here; the message is one sentence for a person and says what to install. */
export class EngineUnavailableError extends Error {
  override name = 'EngineUnavailableError'
}
