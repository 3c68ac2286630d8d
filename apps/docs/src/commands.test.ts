import { expect, test } from 'vitest'
import { listPages } from './pages'
import { readText } from './repository'

interface PackageFile {
  scripts: Record<string, string>
}

const { scripts } = JSON.parse(readText('package.json')) as PackageFile
const options = readText('tools/dev/src/options.ts')
const compose = readText('docker-compose.yml')
const readme = readText('README.md')

const lines = ['README.md', 'CONTRIBUTING.md', ...listPages().map(({ source }) => source)].flatMap((source) =>
  [...readText(source).matchAll(/^( *)```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, , block = '']) =>
    block
      .split('\n')
      .map((line) => line.replace(/\s#.*/, '').trim())
      .filter(Boolean)
      .map((line) => ({ source, line })),
  ),
)

test.each(lines)('$source: `$line` is a command of this project', ({ line }) => {
  const [program = '', ...words] = line.split(' ')
  if (program === 'npm') expectScript(words)
  else expectContainers(program, words)
})

test('the quick starts of the README are those of the start page', () => {
  const start = readText('apps/docs/pages/start.md')
  for (const command of ['npm run dev', 'npm test']) {
    expect(readme).toMatch(new RegExp(`^${command}( |$)`, 'm'))
    expect(start).toMatch(new RegExp(`^${command}( |$)`, 'm'))
  }
  expect(start).toMatch(/^docker compose up$/m)
  const ready = 'Parley is ready at http://localhost:3000'
  expect(readme).toContain(ready)
  expect(start).toContain(ready)
})

test('the address behind HAProxy is the published one', () => {
  expect(readText('apps/docs/pages/start.md')).toContain('<http://localhost:8080>')
  expect(compose).toContain("'${PARLEY_PORT:-8080}:8080'")
})

function expectScript(words: string[]) {
  const [first = '', second = ''] = words
  expect(Object.keys(scripts)).toContain(first === 'run' ? second : first)
  for (const flag of words.filter((word) => word.startsWith('--') && word !== '--'))
    expect(options).toContain(`  ${flag} `)
}

function expectContainers(program: string, words: string[]) {
  expect(program).toBe('docker')
  const services = [...compose.matchAll(/^ {2}([a-z0-9-]+):(?: &\w+)?$/gm)].map(([, name]) => name)
  const profiles = [...compose.matchAll(/profiles: \[(\w+)\]/g)].map(([, name]) => name)
  const scaled = words.flatMap((word) => /^(\w+)=\d+$/.exec(word)?.[1] ?? [])
  for (const service of scaled) expect(services).toContain(service)
  if (words.includes('--profile')) expect(profiles).toContain(words[words.indexOf('--profile') + 1])
  if (words[0] === 'kill') expect(services).toContain(/^parley-(\w+)-\d+$/.exec(words[1] ?? '')?.[1])
  const started = words.slice(words.indexOf('up') + 1).filter((word) => !/^-|=|^\d/.test(word))
  if (words.includes('up')) for (const service of started) expect(services).toContain(service)
}
