import { setTimeout as sleep } from 'node:timers/promises'
import { startProcess, type ServiceDefinition, type ServiceProcess } from '@parley/dev/service-process'

/** A server, a persister or HAProxy, under a supervisor: it is restarted when it ends by itself. */
export interface Service {
  /** `server-1` */
  readonly id: string
  /** Without links. */
  readonly address: string
  readonly pid: number | null
  /** kill -9; it stays down until `restart`. */
  kill(): Promise<void>
  /** SIGSTOP, like a machine that hangs: its connections stay open and nothing answers. */
  freeze(): void
  thaw(): void
  /** SIGTERM; it stays down until `restart`. `exitCode` is null when a signal ended it: ours, after the limit. */
  terminate(): Promise<{ exitCode: number | null; ms: number }>
  /**
   * Starts it, after ending a running one; resolves when it is ready. It gets `environment` in addition to its own, also
   * from its supervisor, until the next `restart`.
   */
  restart(environment?: Readonly<Record<string, string>>): Promise<void>
  isReady(): Promise<boolean>
  signal(signal: NodeJS.Signals): void
  /** Stops it for good. */
  stop(): Promise<void>
}

export interface ServiceListeners {
  onLine: (id: string, line: string) => void
  /** Called when it ended although this process did not stop it. */
  onDeath: (id: string, how: string) => void
}

const TERMINATE_LIMIT_MS = 30_000
const READY_LIMIT_MS = 60_000
const CHECK_INTERVAL_MS = 100
const SUPERVISOR_WAITS_MS = 500

export function createService(
  definition: ServiceDefinition,
  dataDir: string,
  { onLine, onDeath }: ServiceListeners,
): Service {
  const id = definition.name
  let current: ServiceProcess | null = null
  let isWanted = false
  let isFrozen = false
  let additional: Readonly<Record<string, string>> = {}

  function start() {
    isWanted = true
    isFrozen = false
    const environment = { ...definition.environment, ...additional }
    const started = startProcess({ ...definition, environment }, dataDir, (line) => onLine(id, line))
    current = started
    void started.ended.then(async (how) => {
      if (!isWanted || current !== started) return
      onDeath(id, how)
      await sleep(SUPERVISOR_WAITS_MS)
      if (isWanted && current === started) start()
    })
  }

  async function kill() {
    isWanted = false
    current?.signal('SIGKILL')
    await current?.ended
  }

  async function terminate() {
    isWanted = false
    thaw()
    const ending = current
    const askedAt = performance.now()
    const giveUp = setTimeout(() => ending?.signal('SIGKILL'), TERMINATE_LIMIT_MS)
    ending?.signal('SIGTERM')
    const how = (await ending?.ended) ?? 'code 0'
    clearTimeout(giveUp)
    const code = /^code (\d+)$/.exec(how)?.[1]
    return { exitCode: code === undefined ? null : Number(code), ms: performance.now() - askedAt }
  }

  async function isReady() {
    if (!current?.pid) return false
    try {
      const response = await fetch(definition.readyUrl, { signal: AbortSignal.timeout(2_000) })
      await response.body?.cancel()
      return response.ok
    } catch {
      return false // not listening yet, or silent
    }
  }

  function thaw() {
    if (isFrozen) current?.signal('SIGCONT')
    isFrozen = false
  }

  return {
    id,
    address: new URL(definition.readyUrl).origin,
    get pid() {
      return current?.pid ?? null
    },
    kill,
    freeze() {
      isFrozen = true
      current?.signal('SIGSTOP')
    },
    thaw,
    terminate,
    async restart(environment = {}) {
      if (current?.pid) await kill()
      additional = environment
      start()
      const giveUpAt = performance.now() + READY_LIMIT_MS
      while (!(await isReady())) {
        if (performance.now() > giveUpAt)
          throw new Error(`${id} was not ready after ${READY_LIMIT_MS / 1_000} s`)
        await sleep(CHECK_INTERVAL_MS)
      }
    },
    isReady,
    signal: (signal) => current?.signal(signal),
    stop: kill,
  }
}
