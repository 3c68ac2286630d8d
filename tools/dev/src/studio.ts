// `npm run studio`: Prisma Studio on the database of the running Parley.
import { findFreePort } from '@parley/engines'
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { readDevJson } from './dev-json'
import { urlOf } from './services'
import { answersWell } from './answers-well'

const USUAL_PORT = 5555
const MESSAGES = '#schema=public&table=messages&view=table'

const root = join(import.meta.dirname, '..', '..', '..')
const dataDir = resolve(root, process.env.PARLEY_DATA_DIR ?? '.data')
const running = readDevJson(dataDir)
if (running) await openStudio(running.databaseUrl)
else {
  process.stdout.write('Parley is not running: start it with `npm run dev` first.\n')
  process.exitCode = 1
}

async function openStudio(databaseUrl: string) {
  const port = await findFreePort(USUAL_PORT)
  const studio = spawn('prisma', ['studio', '--port', String(port), '--browser', 'none'], {
    cwd: join(root, 'packages', 'database'),
    // Studio needs no schema engine, but Prisma looks for one: any program will do.
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      // The command then does not check for updates. Its page still tries to, in the browser; that is Prisma's own.
      CHECKPOINT_DISABLE: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  studio.stdout.resume() // its banner names the same address
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => studio.kill(signal))
  studio.once('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)))
  while (!(await answersWell(urlOf(port)))) await new Promise((wake) => setTimeout(wake, 100))
  process.stdout.write(`Prisma Studio is at ${urlOf(port)}/${MESSAGES} (Ctrl-C ends it)\n`)
}
