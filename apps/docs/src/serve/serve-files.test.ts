import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveFiles } from './serve-files'

const folder = mkdtempSync(join(tmpdir(), 'parley-docs-'))
mkdirSync(join(folder, 'site/decisions'), { recursive: true })
writeFileSync(join(folder, 'site/index.html'), 'Start')
writeFileSync(join(folder, 'site/decisions/1.html'), 'One')
writeFileSync(join(folder, 'secret'), 'kept')
const server = serveFiles(join(folder, 'site'))
let url = ''
let port = 0

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  url = `http://127.0.0.1:${port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

test.each(['/', '/index.html', '/docs/', '/docs/index.html?x=1'])('%s is the first page', async (path) => {
  const answer = await fetch(url + path)
  expect([answer.status, await answer.text()]).toEqual([200, 'Start'])
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
})

test('/docs leads to /docs/, so that its relative links are right', async () => {
  const answer = await fetch(`${url}/docs`)
  expect([answer.url, await answer.text()]).toEqual([`${url}/docs/`, 'Start'])
})

test('a missing file is a 404, a write a 405', async () => {
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
  expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(405)
})

test('a page that the browser has already is not sent again', async () => {
  const etag = (await fetch(`${url}/decisions/1.html`)).headers.get('etag') ?? ''
  expect((await fetch(`${url}/decisions/1.html`, { headers: { 'if-none-match': etag } })).status).toBe(304)
})

test.each(['/../secret', '/decisions/../../secret', '/%2e%2e/secret'])('%s leads nowhere', async (path) => {
  const socket = connect(port, '127.0.0.1')
  socket.end(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  const text = (await socket.setEncoding('utf8').toArray()).join('')
  expect(text).toMatch(/^HTTP\/1.1 404 /)
})
