// Any installed Yarn runs the pinned Yarn. `.yarnrc.yml` names this file as `yarnPath`, so a global Yarn 1.22
// or one from Corepack hands over to it. It runs the version of `packageManager` from node_modules, or, before the
// first install, through npx.
const { spawnSync } = require('node:child_process')
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.replace(
  /^yarn@|\+.*$/g,
  '',
)
const installed = join(root, 'node_modules', '@yarnpkg', 'cli-dist', 'bin', 'yarn.js')
const [command, ...before] = existsSync(installed)
  ? [process.execPath, installed]
  : ['npx', '-y', '-p', `@yarnpkg/cli-dist@${version}`, 'yarn']

const { status } = spawnSync(command, [...before, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, YARN_IGNORE_PATH: '1' },
  shell: process.platform === 'win32',
})
process.exit(status ?? 1)
