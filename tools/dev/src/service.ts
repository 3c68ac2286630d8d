import { setTimeout as sleep } from 'node:timers/promises'
import { answersWell } from './answers-well'
import { countCrashes, restartDelayMs } from './restart-delay'
import { startProcess, type ServiceDefinition, type ServiceProcess } from './service-process'

export interface ServiceListeners {
  onLine: (name: string, line: string) => void
  onCrash: (name: string, how: string, againInMs: number) => void
  /** Called with a new pid. */
  onStarted: (name: string) => void
}

export interface Service {
  readonly name: string
  readonly pid: number | null
  /** Rejects, in words, when the service is not ready in time or keeps ending. */
  untilReady(limitMs: number): Promise<void>
  /** Restarts without reporting a crash, and resolves when the service is ready again. */
  restart(): Promise<void>
  /** SIGTERM, and SIGKILL after the limit. The service is not restarted. */
  stop(limitMs: number): Promise<void>
  /** Kills the service and all its child processes at once. */
  killNow(): void
}

/** The message is for a user: the failure, and the service's last lines. */
export class ServiceFailedError extends Error {
  override name = 'ServiceFailedError'
}

const LAST_WORDS = 12
const HOPELESS_AFTER_CRASHES = 3
const RESTART_LIMIT_MS = 30_000

/** Keeps one service running: restarts it when it ends unexpectedly, the first time at once. */
export function runService(
  definition: ServiceDefinition,
  dataDir: string,
  listeners: ServiceListeners,
): Service {
  const { name, readyUrl } = definition
  const stopping = new AbortController()
  let current: ServiceProcess
  let crashes = 0
  let isAskedToRestart = false
  const lastWords: string[] = []
  const over = keepRunning()

  async function keepRunning() {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now()
      current = startProcess(definition, dataDir, hear)
      listeners.onStarted(name)
      const how = await current.ended
      if (stopping.signal.aborted) return
      if (isAskedToRestart) {
        isAskedToRestart = false
        continue
      }
      crashes = countCrashes(crashes, performance.now() - startedAt)
      const againInMs = restartDelayMs(crashes)
      listeners.onCrash(name, how, againInMs)
      await sleep(againInMs, undefined, { signal: stopping.signal }).catch(() => undefined) // stopped during the pause
    }
  }

  function hear(line: string) {
    if (lastWords.push(line) > LAST_WORDS) lastWords.shift()
    listeners.onLine(name, line)
  }

  function failed(how: string) {
    return new ServiceFailedError([`${name} ${how}. Its last lines:`, ...lastWords].join('\n'))
  }

  async function untilReady(limitMs: number) {
    const until = performance.now() + limitMs
    while (!(current.pid && (await answersWell(readyUrl)))) {
      if (stopping.signal.aborted) throw failed('was stopped before it was ready')
      if (crashes >= HOPELESS_AFTER_CRASHES) throw failed(`ended ${crashes} times before it was ready`)
      if (performance.now() > until) throw failed(`was not ready after ${limitMs / 1000} s`)
      await sleep(100)
    }
  }

  async function terminate(limitMs: number) {
    const ending = current
    const timer = setTimeout(() => ending.signal('SIGKILL'), limitMs)
    ending.signal('SIGTERM')
    await ending.ended
    clearTimeout(timer)
  }

  return {
    name,
    get pid() {
      return current.pid
    },
    untilReady,
    async restart() {
      if (current.pid) {
        isAskedToRestart = true
        await terminate(RESTART_LIMIT_MS)
      }
      crashes = 0
      await untilReady(RESTART_LIMIT_MS)
    },
    async stop(limitMs) {
      stopping.abort()
      await terminate(limitMs)
      await over
    },
    killNow() {
      stopping.abort()
      current.signal('SIGKILL')
    },
  }
}
