import { findFreePort } from '@parley/engines'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FaultLink } from './fault-link'
import { startLinks, type Links } from './links'

let links: Links
let echo: Server
let echoes: Set<Socket>
let link: FaultLink
let port: number
const opened: Caller[] = []

beforeAll(async () => {
  links = await startLinks()
  echoes = new Set()
  echo = createServer((socket) => {
    echoes.add(socket)
    socket.on('close', () => echoes.delete(socket))
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => echo.listen({ port: 0, host: '127.0.0.1' }, resolve))
})
afterAll(async () => {
  await links.close()
  echo.close()
})
beforeEach(async (context) => {
  port = await findFreePort()
  link = await links.open(context.task.id, port, (echo.address() as { port: number }).port)
})
afterEach(() => opened.splice(0).forEach(({ socket }) => socket.destroy()))

interface Caller {
  socket: Socket
  heard: () => string
  ended: () => string | null
}

function call(): Caller {
  const socket = connect({ port, host: '127.0.0.1' })
  let heard = ''
  let ended: string | null = null
  socket.on('data', (chunk) => (heard += chunk.toString()))
  socket.on('error', (error: NodeJS.ErrnoException) => (ended = error.code ?? 'error'))
  socket.on('close', () => (ended ??= 'closed'))
  const caller = { socket, heard: () => heard, ended: () => ended }
  opened.push(caller)
  return caller
}

async function until(condition: () => boolean, limitMs = 5_000) {
  for (const giveUpAt = performance.now() + limitMs; !condition(); await sleep(5))
    if (performance.now() > giveUpAt) throw new Error(`not within ${limitMs} ms`)
}

test('a healthy link passes everything, in order, both ways, and the end of it', async () => {
  const caller = call()
  const text = Array.from({ length: 50_000 }, (_, nth) => `line ${nth}`).join('\n')
  caller.socket.end(text)
  await until(() => caller.ended() !== null)
  expect(caller.heard()).toBe(text)
  expect(caller.ended()).toBe('closed')
})

test('a cut link resets open connections and refuses new ones, until it is healed', async () => {
  const before = call()
  before.socket.write('hello')
  await until(() => before.heard() === 'hello')
  await link.cut()
  await until(() => before.ended() !== null)
  expect(before.ended()).toBe('ECONNRESET')
  await until(() => echoes.size === 0)
  const meanwhile = call()
  await until(() => meanwhile.ended() !== null)
  expect(meanwhile.ended()).toBe('ECONNREFUSED')
  await link.heal()
  const after = call()
  after.socket.write('again')
  await until(() => after.heard() === 'again')
})

test('on a half-open link nothing passes and nothing ends; healed, it continues where it stopped', async () => {
  const before = call()
  before.socket.write('hello ')
  await until(() => before.heard() === 'hello ')
  await link.halfOpen()
  const meanwhile = call()
  meanwhile.socket.write('new')
  before.socket.write('there')
  const leaving = call()
  leaving.socket.destroy()
  await sleep(300)
  expect([before.heard(), meanwhile.heard()]).toEqual(['hello ', ''])
  expect([before.ended(), meanwhile.ended()]).toEqual([null, null])
  expect(meanwhile.socket.connecting).toBe(false)
  await link.heal()
  await until(() => before.heard() === 'hello there' && meanwhile.heard() === 'new')
})

test('a side that leaves a half-open link is missed by the other side only when the link is healed', async () => {
  const caller = call()
  caller.socket.write('hello')
  await until(() => echoes.size === 1 && caller.heard() === 'hello')
  await link.halfOpen()
  caller.socket.destroy()
  await sleep(200)
  expect(echoes.size).toBe(1)
  await link.heal()
  await until(() => echoes.size === 0)
})

test('a link that swallows upgrades answers none of them, nor ends them, and passes everything else', async () => {
  const open = call()
  open.socket.write('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n')
  await until(() => open.heard().startsWith('GET /'))
  await link.swallowUpgrades()
  const swallowed = call()
  swallowed.socket.write('GET / HTTP/1.1\r\nUpgrade: WebSocket\r\n\r\n')
  swallowed.socket.write('frames')
  const other = call()
  other.socket.write('GET / HTTP/1.1\r\n\r\n')
  await until(() => other.heard() === 'GET / HTTP/1.1\r\n\r\n')
  open.socket.write('frames')
  await until(() => open.heard().endsWith('frames'))
  // The side behind the link must not end connections that it does not know of.
  await until(() => echoes.size === 2)
  expect([swallowed.heard(), swallowed.ended()]).toEqual(['', null])
  swallowed.socket.end()
  await until(() => swallowed.ended() !== null)
})

test('a slow link delays each way, without holding later data', async () => {
  await link.slow(150)
  const caller = call()
  const saidAt = performance.now()
  for (const word of ['a', 'b', 'c', 'd']) {
    caller.socket.write(word)
    await sleep(20)
  }
  await until(() => caller.heard() === 'abcd')
  const tookMs = performance.now() - saidAt
  expect(tookMs).toBeGreaterThan(300)
  expect(tookMs).toBeLessThan(900)
})

test('a limited link passes this many bytes in a second', async () => {
  await link.limit(100_000)
  const caller = call()
  const saidAt = performance.now()
  for (let nth = 0; nth < 10; nth++) {
    caller.socket.write('x'.repeat(5_000))
    await sleep(5)
  }
  await until(() => caller.heard().length === 50_000)
  const tookMs = performance.now() - saidAt
  expect(tookMs).toBeGreaterThan(350)
  expect(tookMs).toBeLessThan(2_500)
})

test('on a lossy link everything arrives, in order, and lost data delays the data after it', async () => {
  await link.lossy(0.2)
  const caller = call()
  const words = Array.from({ length: 60 }, (_, nth) => `${nth} `)
  const text = words.join('')
  const saidAt = performance.now()
  let heldMs = 0
  caller.socket.on('data', () => (heldMs = performance.now() - saidAt))
  for (const word of words) {
    caller.socket.write(word)
    await sleep(2)
    expect(text.startsWith(caller.heard())).toBe(true)
  }
  await until(() => caller.heard() === text, 30_000)
  expect(heldMs).toBeGreaterThanOrEqual(200)
}, 40_000)

test('a redirected link sends new connections to the new port, and leaves the others', async () => {
  const other = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end('elsewhere')
  })
  await new Promise<void>((resolve) => other.listen({ port: 0, host: '127.0.0.1' }, resolve))
  const before = call()
  before.socket.write('hello ')
  await until(() => before.heard() === 'hello ')
  await link.leadTo((other.address() as { port: number }).port)
  const after = call()
  await until(() => after.heard() === 'elsewhere')
  before.socket.write('there')
  await until(() => before.heard() === 'hello there')
  other.close()
})
