import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { sendSignal, writePidFile } from '@parley/engines'
import type { Environment } from './plan'

export interface ServiceDefinition {
  /** `server-1`: used in the logs' prefix, and in the names of its files. */
  name: string
  command: string
  args: string[]
  cwd: string
  environment: Environment
  /** Answers 2xx when the service can do its work. */
  readyUrl: string
}

export interface ServiceProcess {
  readonly pid: number | null
  /** Resolves to how the process ended; never rejects. */
  readonly ended: Promise<string>
  /** Sends the signal to the process and to all its descendants. */
  signal(signal: NodeJS.Signals): void
}

/**
 * One run of a service, in a process group of its own: Ctrl-C reaches only the launcher, which stops things in order. Its
 * pid is written to a file, so that the next start finds it if the launcher is killed.
 */
export function startProcess(
  definition: ServiceDefinition,
  dataDir: string,
  onLine: (line: string) => void,
): ServiceProcess {
  const { command, args, cwd, environment, name } = definition
  const env = { ...environment }
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const pid = child.pid ?? null
  if (pid) writePidFile(servicePidFile(dataDir, name), pid)
  forEachLine(child.stdout, onLine)
  forEachLine(child.stderr, onLine)

  let isRunning = pid !== null
  const toGroup = (signal: NodeJS.Signals) => void (pid && sendSignal(-pid, signal))
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => {
      isRunning = false
      toGroup('SIGKILL') // its remaining children
      resolve(signal ?? `code ${code ?? 'unknown'}`)
    })
  })
  return {
    get pid() {
      return isRunning ? pid : null
    },
    ended,
    signal: (signal) => void (isRunning && toGroup(signal)),
  }
}

export function serviceRunDir(dataDir: string) {
  return join(dataDir, 'run', 'services')
}

function servicePidFile(dataDir: string, name: string) {
  return join(serviceRunDir(dataDir), `${name}.pid`)
}

function forEachLine(stream: Readable, onLine: (line: string) => void) {
  createInterface({ input: stream }).on('line', onLine)
}
