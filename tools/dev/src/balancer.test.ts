import { findProgram } from '@parley/engines'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { withServers } from './balancer'

const shipped = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'infra', 'haproxy', 'haproxy.cfg'),
  'utf8',
)
const servers = [
  { id: '1', port: 3101 },
  { id: '2', port: 3107 },
]

test("the launcher's balancer is configured as the shipped one, but for its servers", () => {
  const changed = withServers(shipped, servers).split('\n')
  const kept = shipped.split('\n').filter((line) => !line.includes('server-template server'))
  expect(changed.filter((line) => !line.startsWith('  server server'))).toEqual(kept)
  expect(changed).toContain('  server server1 127.0.0.1:3101')
  expect(changed).toContain('  server server2 127.0.0.1:3107')
})

const haproxy = findProgram('haproxy')

test.skipIf(!haproxy).each([
  ['as it is shipped', shipped],
  ['as the launcher uses it', withServers(shipped, servers)],
])('haproxy -c passes, %s', (_how, configuration) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-haproxy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, configuration)
  // There is no name server of Docker's here; whatever else HAProxy complains of ends with another code.
  expect(() =>
    execFileSync(haproxy!, ['-c', '-q', '-f', file], {
      env: { ...process.env, BALANCER_WEB: '127.0.0.1:3000' },
    }),
  ).not.toThrow()
})
