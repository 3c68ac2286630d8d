// Records started processes in files, so that the next start finds those of a killed launcher.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processIdentity } from './process-identity'

interface PidRecord {
  pid: number
  identity: string
}

export function writePidFile(file: string, pid: number) {
  const identity = processIdentity(pid)
  if (!identity) return // already gone
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ pid, identity } satisfies PidRecord))
}

export function removePidFile(file: string) {
  rmSync(file, { force: true })
}

/** The pid in the file if that very process lives, else null. */
export function livePid(file: string): number | null {
  try {
    const { pid, identity } = JSON.parse(readFileSync(file, 'utf8')) as PidRecord
    return processIdentity(pid) === identity ? pid : null
  } catch {
    return null // no file, or an incomplete one: nothing known
  }
}

/**
 * Ends the process of the file, if it is still the same process, with the process group that it leads. Resolves to its
 * pid, or null if there was none.
 */
export async function stopLeftover(file: string, signal: NodeJS.Signals = 'SIGTERM', limitMs = 8_000) {
  const pid = livePid(file)
  if (pid !== null) {
    sendSignal(-pid, signal)
    await gone(file, limitMs)
    sendSignal(-pid, 'SIGKILL') // also its child processes
    await gone(file, 5_000)
  }
  removePidFile(file)
  return pid
}

export async function stopLeftoversIn(folder: string, limitMs?: number) {
  const files = listPidFiles(folder)
  const pids = await Promise.all(files.map((file) => stopLeftover(file, 'SIGTERM', limitMs)))
  return pids.filter((pid) => pid !== null)
}

function listPidFiles(folder: string) {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.pid'))
      .map((name) => join(folder, name))
  } catch {
    return [] // the folder was never created
  }
}

/** Sends a signal to a process, or to a group (its leader's pid, negative). False if it does not exist. */
export function sendSignal(pid: number, signal: NodeJS.Signals) {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

async function gone(file: string, limitMs: number) {
  const until = performance.now() + limitMs
  while (livePid(file) !== null && performance.now() < until) await sleep(25)
}
