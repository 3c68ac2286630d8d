// usage: node scripts/run.mjs <command> [args]
// Installs with the pinned Yarn when needed, then runs the command with the project's tools on PATH.
// Needs only Node and npm, so `npm run X` works on a fresh machine.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const shell = process.platform === 'win32'
const env = {
  TURBO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  ...process.env,
  YARN_IGNORE_PATH: '1', // turbo calls `yarn`, which is already the pinned one
  PATH: join(root, 'node_modules', '.bin') + delimiter + process.env.PATH,
}

if (installIsStale()) install()
const [command, ...args] = process.argv.slice(2)
if (command) run(command, args)

function installIsStale() {
  const state = join(root, 'node_modules', '.yarn-state.yml')
  if (!existsSync(state)) return true
  const installedAt = statSync(state).mtimeMs
  return manifests().some((file) => statSync(file).mtimeMs > installedAt)
}

function manifests() {
  const workspaces = ['apps', 'packages', 'tools'].flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder)).map((name) => join(root, folder, name, 'package.json'))
      : [],
  )
  return [join(root, 'yarn.lock'), join(root, 'package.json'), ...workspaces].filter((file) =>
    existsSync(file),
  )
}

function install() {
  const yarn = join(root, 'scripts', 'yarn.cjs')
  const frozen = process.env.CI ? ['--immutable'] : []
  const { status } = spawnSync(process.execPath, [yarn, 'install', ...frozen], {
    stdio: 'inherit',
    cwd: root,
    env,
  })
  if (status) process.exit(status)
  // Yarn does not touch the file when nothing changed, so this sets the time that the next run compares.
  const state = join(root, 'node_modules', '.yarn-state.yml')
  const now = new Date()
  utimesSync(state, now, now)
}

function run(command, args) {
  const child = spawn(command, args, { stdio: 'inherit', cwd: root, env, shell })
  // A terminal sends Ctrl-C to the whole group; a supervisor sends SIGTERM only to this process.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  // On SIGTERM npm ends its shell without a signal to the command in it. So losing the parent counts as the signal.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500)
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
}
