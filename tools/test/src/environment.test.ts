import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settings as persister } from '../../../apps/persister/src/config'
import { settings as server } from '../../../apps/server/src/config'

const root = join(import.meta.dirname, '..', '..', '..')

/** Names that belong to the machine. */
const OF_THE_MACHINE =
  /^(PATH|HOME|CI|NO_COLOR|FORCE_COLOR|NODE_ENV|XDG_.*|LC_.*|DEBIAN_FRONTEND|JAVA_TOOL_OPTIONS|TEST_.*|PLAYWRIGHT_.*)$/

test('.env.example names exactly what the code and docker-compose.yml read', () => {
  const read = new Set([
    ...Object.keys(server.shape),
    ...Object.keys(persister.shape),
    ...namesInSources(),
    ...namesInCompose(),
  ])
  expect([...namesInExample()].sort()).toEqual([...read].filter((name) => !OF_THE_MACHINE.test(name)).sort())
})

function namesInExample(): Set<string> {
  const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n')
  return new Set(lines.flatMap((line) => /^#? ?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []))
}

/** `environment.NAME`, `process.env.NAME`, `source.NAME` and `const { NAME } = environment`. */
function namesInSources(): string[] {
  const folders = [
    'apps/web/src',
    'tools/bench/src',
    'tools/dev/src',
    'tools/engines/src',
    'tools/test/src',
    'tools/verify/src',
  ]
  const files = folders.flatMap((folder) => listSources(join(root, folder)))
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    const members = [...text.matchAll(/\b(?:environment|source|env)\??\.([A-Z][A-Z0-9_]+)/g)].map(
      (match) => match[1]!,
    )
    const taken = [...text.matchAll(/const \{([^}]*)\}(?:[^=\n]*)= (?:environment|process\.env)/g)]
    return [...members, ...taken.flatMap((match) => match[1]!.match(/[A-Z][A-Z0-9_]+/g) ?? [])]
  })
}

/** `${NAME:-default}`, and `"${NAME-default}"` of HAProxy. */
function namesInCompose(): string[] {
  const files = ['docker-compose.yml', 'infra/haproxy/haproxy.cfg'].map((file) => join(root, file))
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\$\{([A-Z][A-Z0-9_]+):?-/g)].map((match) => match[1]!),
  )
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .map((file) => join(folder, file))
}
