import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The cache of downloads, shared by all checkouts and tests of this user. */
export function cacheDir() {
  return (
    process.env.PARLEY_CACHE_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parley')
  )
}

/**
 * The folder `name` of the cache, filled by `fill` if it is missing. It appears whole or not at all: concurrent starts
 * each fill a folder of their own, and the first to finish renames it.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheDir(), name)
  if (existsSync(folder)) return folder
  await mkdir(cacheDir(), { recursive: true })
  const unfinished = await mkdtemp(`${folder}.unfinished-`)
  try {
    await fill(unfinished)
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}
