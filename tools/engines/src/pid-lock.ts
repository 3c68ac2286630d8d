// A file that belongs to one living process. A killed process loses it.
import { linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { livePid, writePidFile } from './pid-file'

/** Null if the lock is ours now; else the pid of the living process (perhaps this one) that has it. */
export function takePidLock(file: string): number | null {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${file}.${process.pid}`
  writePidFile(mine, process.pid)
  try {
    for (;;) {
      if (linked(mine, file)) return null
      const owner = livePid(file)
      if (owner !== null) return owner
      // Moved before it is deleted: of two processes that find the same dead lock only one moves it.
      moveAway(file, `${file}.dead-${process.pid}`)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Unlike a write, a link appears whole, and fails if the file exists. */
function linked(from: string, to: string) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function moveAway(file: string, dead: string) {
  try {
    renameSync(file, dead)
  } catch {
    return // another process was faster
  }
  rmSync(dead, { force: true })
}
