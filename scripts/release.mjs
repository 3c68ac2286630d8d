// usage: npm run release. It turns the changesets into the next version of every package and an entry of CHANGELOG.md.
// Changesets itself writes a changelog in each package. Here all packages share one version and one changelog.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.changeset')
const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md')
if (names.length === 0) {
  console.log('Nothing to release: .changeset/ has no changeset.')
  process.exit(0)
}
const texts = names.sort().map((name) => textOf(readFileSync(join(folder, name), 'utf8')))

execFileSync('changeset', ['version'], { cwd: root, stdio: 'inherit' })

const { version } = readJson('packages/service/package.json')
writeFileSync(
  join(root, 'package.json'),
  `${JSON.stringify({ ...readJson('package.json'), version }, null, 2)}\n`,
)
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
const firstEntry = changelog.indexOf('\n## ')
const head = (firstEntry < 0 ? changelog : changelog.slice(0, firstEntry)).trimEnd()
const entries = firstEntry < 0 ? '' : changelog.slice(firstEntry)
const entry = [
  `## ${version} (${new Date().toISOString().slice(0, 10)})`,
  ...texts.map((text) => `- ${text}`),
]
writeFileSync(join(root, 'CHANGELOG.md'), `${head}\n\n${entry.join('\n\n')}\n${entries}`)
console.log(`${version}: read CHANGELOG.md, commit, and tag the commit v${version}.`)

/** A changeset without its front matter. Further lines are indented into the list item. */
function textOf(changeset) {
  return changeset
    .replace(/^---[^]*?\n---\n/, '')
    .trim()
    .replaceAll('\n', '\n  ')
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}
