import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from '@parley/engines'
import { NotPlayableError } from './not-playable'

/** A file system for the data of one engine. */
export interface SmallDisk {
  /** Takes all free space, including space that is freed later, until `free`. */
  fill(): void
  /** Resolves when there is space again. */
  free(): Promise<void>
}

const FILL_AGAIN_MS = 200
const LARGE_BYTES = 1024 * 1024
const SMALL_BYTES = 4 * 1024

/** Mounts it at `folder`, in memory. Deleting the directory above unmounts it (makeTestDirectory). */
export async function mountSmallDisk(folder: string, mebibytes: number): Promise<SmallDisk> {
  mkdirSync(folder, { recursive: true })
  await runCommand('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${mebibytes}m,mode=0755`,
    'parley-chaos',
    folder,
  ]).catch((cause: unknown) => {
    throw new NotPlayableError('a disk that can be filled takes the right to mount one (root, on Linux)', {
      cause,
    })
  })
  const file = join(folder, 'filled-by-chaos')
  let filling: Promise<void> | null = null
  let isFull = false

  async function keepFull() {
    const opened = openSync(file, 'a')
    try {
      for (; isFull; await sleep(FILL_AGAIN_MS)) takeAll(opened)
    } finally {
      closeSync(opened)
    }
  }

  return {
    fill() {
      isFull = true
      filling ??= keepFull()
    },
    async free() {
      isFull = false
      await filling
      filling = null
      rmSync(file, { force: true })
    },
  }
}

/** Large pieces first, then small ones: to the last page. */
function takeAll(file: number) {
  for (const bytes of [LARGE_BYTES, SMALL_BYTES]) {
    const piece = Buffer.alloc(bytes)
    try {
      // A nearly full disk accepts only a part of a write.
      while (writeSync(file, piece) > 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
}
