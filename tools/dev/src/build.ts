import { join } from 'node:path'
import { buildService, watchService } from '../../../scripts/build-service.mjs'

export type App = 'server' | 'persister'

export interface Build {
  app: App
  appDir: string
  hash: string
}

export async function buildApps(root: string): Promise<Build[]> {
  const apps: App[] = ['server', 'persister']
  return Promise.all(
    apps.map(async (app) => {
      const appDir = join(root, 'apps', app)
      return { app, appDir, hash: await buildService(appDir) }
    }),
  )
}

interface BuildListeners {
  onBuilt: (app: App) => Promise<void>
  onFailed: (app: App, reports: string[]) => void
}

/** Reports every change to the code of a build. Changes while `onBuilt` still works are reported together after it. */
export async function watchApps(builds: Build[], { onBuilt, onFailed }: BuildListeners) {
  const watchers = await Promise.all(
    builds.map(({ app, appDir, hash }) => {
      const built = oneAtATime(() => onBuilt(app))
      return watchService(appDir, {
        hash,
        onBuilt: () => void built(),
        onFailed: (reports) => onFailed(app, reports),
      })
    }),
  )
  return { close: async () => void (await Promise.all(watchers.map((watcher) => watcher.close()))) }
}

function oneAtATime(work: () => Promise<void>) {
  let isWorking = false
  let isAskedAgain = false
  return async function run(): Promise<void> {
    if (isWorking) return void (isAskedAgain = true)
    isWorking = true
    do {
      isAskedAgain = false
      await work()
    } while (isAskedAgain)
    isWorking = false
  }
}
