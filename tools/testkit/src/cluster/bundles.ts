import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { buildApps } from '@parley/dev/build'

const APPS = ['server', 'persister']

/**
 * Builds server and persister and copies them into a directory of our own, which looks like the repository to them: a run
 * of half an hour keeps the code that it began with. Resolves to that directory.
 */
export async function takeBundles(root: string, dataDir: string): Promise<string> {
  await buildApps(root)
  const house = join(dataDir, 'house')
  mkdirSync(house, { recursive: true })
  if (!existsSync(join(house, 'node_modules')))
    symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
  for (const app of APPS)
    cpSync(join(root, 'apps', app, 'dist'), join(house, 'apps', app, 'dist'), { recursive: true })
  return house
}
