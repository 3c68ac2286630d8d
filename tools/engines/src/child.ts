import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { removePidFile, sendSignal, writePidFile } from './pid-file'

export interface ChildOptions {
  command: string
  args: string[]
  cwd: string
  env?: NodeJS.ProcessEnv
  uid?: number
  gid?: number
  /** Both output streams are appended to this file. */
  logFile: string
  pidFile: string
}

export interface Child {
  readonly pid: number
  readonly isRunning: boolean
  /** Resolves to how the process ended. Never rejects. */
  readonly ended: Promise<string>
  /** The output since its start. */
  output(): string
  stop(signal: NodeJS.Signals, limitMs: number): Promise<void>
}

/**
 * A process group of its own, so that Ctrl-C in the terminal reaches only the launcher, which then stops things in order.
 */
export async function spawnChild({
  command,
  args,
  logFile,
  pidFile,
  ...options
}: ChildOptions): Promise<Child> {
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a')
  const logStart = statSync(logFile).size
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  const ended = whenEnded(child)
  if (child.pid === undefined) throw new Error(`${command} could not be started: ${await ended}`)
  const pid = child.pid
  writePidFile(pidFile, pid)
  void ended.then(() => removePidFile(pidFile))

  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    pid,
    get isRunning() {
      return isRunning()
    },
    ended,
    output: () => readFileSync(logFile).subarray(logStart).toString(),
    async stop(signal, limitMs) {
      if (!isRunning()) return
      sendSignal(pid, signal)
      const timer = setTimeout(() => sendSignal(pid, 'SIGKILL'), limitMs)
      await ended
      clearTimeout(timer)
    },
  }
}

function whenEnded(child: ChildProcess) {
  return new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with code ${code ?? 'unknown'}`),
    )
  })
}
