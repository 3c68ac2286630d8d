import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { writeTogether } from '../src/socket/write-together'

/** A server whose upgrades the test answers, and a client of it. */
async function upgraded() {
  const http = createServer()
  writeTogether(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const client = connect((http.address() as AddressInfo).port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  const [, socket] = (await once(http, 'upgrade')) as [unknown, Socket]
  /** The writes to the kernel. */
  const writes: string[] = []
  const handle = (socket as unknown as { _handle: Record<string, (...args: unknown[]) => unknown> })._handle
  for (const name of ['writev', 'writeUtf8String', 'writeLatin1String', 'writeBuffer']) {
    const call = handle[name]!.bind(handle)
    handle[name] = (...args) => (writes.push(name), call(...args))
  }
  let text = ''
  client.on('data', (data) => (text += data.toString()))
  return {
    socket: socket as Duplex,
    writes,
    received: () => text,
    close: () => (client.destroy(), http.close()),
  }
}

const turn = () => new Promise(setImmediate)

test('of the data written within one turn the first frame leaves at once, and the rest in one write, in order', async () => {
  const { socket, writes, received, close } = await upgraded()
  socket.write('answer ')
  await turn()
  writes.length = 0
  const done: number[] = []
  for (let i = 0; i < 50; i++) socket.write(`${i} `, () => done.push(i))
  expect(writes).toHaveLength(1)
  expect(socket.writableLength).toBeGreaterThan(0)
  await turn()
  await turn()
  expect(writes.slice(1)).toEqual(['writev'])
  socket.write('last')
  expect(writes).toHaveLength(3)
  while (!received().endsWith('last')) await turn()
  const numbers = Array.from({ length: 50 }, (_, i) => i)
  expect(received()).toBe(`answer ${numbers.join(' ')} last`)
  expect(done).toEqual(numbers)
  close()
})

test('a refusal is written before the socket is destroyed', async () => {
  const { socket, received, close } = await upgraded()
  socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')
  socket.destroy()
  while (!received()) await turn()
  expect(received()).toContain('400')
  close()
})

test('data written before the end of a connection still leaves', async () => {
  const { socket, received, close } = await upgraded()
  socket.write('answer ')
  socket.write('a last word')
  socket.end()
  while (!received().endsWith('a last word')) await turn()
  close()
})
