import { findFreePort, findProgram } from '@parley/engines'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { withServers } from './balancer'

const shipped = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'infra', 'haproxy', 'haproxy.cfg'),
  'utf8',
)
const servers = [
  { id: '1', port: 3101 },
  { id: '2', port: 3107 },
]

test("the launcher's balancer has the shipped configuration, except for its servers", () => {
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
  // Docker's name server is missing here; any other complaint of HAProxy ends with another exit code.
  expect(() =>
    execFileSync(haproxy!, ['-c', '-q', '-f', file], {
      env: { ...process.env, BALANCER_WEB: '127.0.0.1:3000' },
    }),
  ).not.toThrow()
})

test.skipIf(!haproxy)(
  'an offer of cleartext HTTP/2 does not reach the servers, and one of a websocket does',
  async () => {
    const behind = createServer((request, response) => response.end(JSON.stringify(request.headers)))
    await once(behind.listen(0, '127.0.0.1'), 'listening')
    const { port } = behind.address() as AddressInfo
    const [bind, own] = [await findFreePort(), await findFreePort()]
    const folder = mkdtempSync(join(tmpdir(), 'parley-haproxy-'))
    const file = join(folder, 'haproxy.cfg')
    writeFileSync(file, withServers(shipped, [{ ...servers[0]!, port }]))
    const running = spawn(haproxy!, ['-db', '-q', '-f', file], {
      env: {
        ...process.env,
        BALANCER_BIND: `127.0.0.1:${bind}`,
        BALANCER_OWN_BIND: `127.0.0.1:${own}`,
        BALANCER_WEB: '127.0.0.1:3000',
      },
      stdio: 'ignore',
    })
    onTestFinished(() => {
      running.kill()
      behind.close()
      rmSync(folder, { recursive: true })
    })
    const seenBehind = async (upgrade: string): Promise<IncomingHttpHeaders | null> => {
      const headers = {
        ...{ connection: 'upgrade, http2-settings', upgrade, 'http2-settings': 'AAMAAABkAAQ' },
        ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
      }
      const asked = get(`http://127.0.0.1:${bind}/api/`, { headers })
      const answered = once(asked, 'response') as Promise<[IncomingMessage]>
      const [response] = await answered.catch(() => [null])
      return response?.statusCode === 200 ? ((await json(response)) as IncomingHttpHeaders) : null
    }
    const h2c = await vi.waitFor(
      async () => {
        const seen = await seenBehind('h2c')
        if (!seen) throw new Error('HAProxy does not answer yet')
        return seen
      },
      { timeout: 10_000, interval: 100 },
    )
    expect(h2c).not.toHaveProperty('upgrade')
    expect(h2c).not.toHaveProperty('http2-settings')
    expect(await seenBehind('websocket')).toMatchObject({ upgrade: 'websocket' })
  },
)
