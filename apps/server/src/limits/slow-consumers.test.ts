import { EventEmitter } from 'node:events'
import { createLogger } from '@parley/service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cutSlowConsumers, SLOW, type Connection } from './slow-consumers'

const logger = createLogger('test', 'fatal')
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A client whose transport accepts nothing until the test allows it. */
function client() {
  const cuts: string[] = []
  const slowConsumers = cutSlowConsumers({ onCut: (why) => cuts.push(why), logger })
  const connection = Object.assign(new EventEmitter(), {
    readyState: 'open',
    transport: { socket: { terminate: vi.fn() } },
    writeBuffer: [] as Connection['writeBuffer'][number][],
    close: vi.fn(() => (connection.readyState = 'closed')),
  })
  slowConsumers.watch(connection)
  return {
    cuts,
    connection,
    send: (bytes: number) => void connection.writeBuffer.push({ data: 'x'.repeat(bytes) }),
    broadcast: (bytes: number) =>
      void connection.writeBuffer.push({
        data: '',
        options: { wsPreEncodedFrame: [Buffer.alloc(4), Buffer.alloc(bytes)] },
      }),
    read: () => void (connection.writeBuffer = []),
    seconds: (count: number) => vi.advanceTimersByTime(count * 1_000),
  }
}

test('more than the allowed number of packets ends the connection within a quarter of a second', () => {
  const { cuts, connection, send, seconds } = client()
  for (let i = 0; i < SLOW.maxPackets; i++) send(1)
  seconds(0.25)
  expect(cuts).toEqual([])
  send(1)
  seconds(0.25)
  expect(cuts).toEqual(['packets'])
  expect(connection.close).toHaveBeenCalledWith(true)
  expect(connection.transport.socket.terminate).toHaveBeenCalled()
  seconds(1)
  expect(cuts).toEqual(['packets'])
})

test('more than the allowed bytes end it, shared frames included', () => {
  for (const kind of ['send', 'broadcast'] as const) {
    const slow = client()
    for (let i = 0; i < 64; i++) slow[kind](16 * 1024)
    slow.seconds(0.25)
    expect(slow.cuts).toEqual([])
    for (let i = 0; i < 4; i++) slow[kind](16 * 1024)
    slow.seconds(0.25)
    expect(slow.cuts).toEqual(['bytes'])
  }
})

test('one large answer, and the packets behind it, does not', () => {
  const { cuts, send, seconds } = client()
  send(8 * SLOW.maxBytes)
  send(SLOW.maxBytes)
  seconds(0.25)
  expect(cuts).toEqual([])
  send(1)
  seconds(0.25)
  expect(cuts).toEqual(['bytes'])
})

test('a packet that waits too long ends it, however small it is', () => {
  const { cuts, send, seconds } = client()
  send(10)
  seconds(10)
  expect(cuts).toEqual([])
  seconds(1)
  expect(cuts).toEqual(['age'])
})

test('a client that reads is never cut', () => {
  const { cuts, send, read, seconds } = client()
  for (let i = 0; i < 20; i++) {
    for (let j = 0; j < 900; j++) send(1_000)
    seconds(9)
    read()
  }
  seconds(60)
  expect(cuts).toEqual([])
})

test.each([{}, { socket: {} }])('a connection by polling is cut, too (%j)', (transport) => {
  const { cuts, connection, send, seconds } = client()
  Object.assign(connection, { transport })
  for (let i = 0; i <= SLOW.maxPackets; i++) send(1)
  seconds(0.25)
  expect(cuts).toEqual(['packets'])
})

test('a packet without data has no bytes, and a closed connection is not checked', () => {
  const { cuts, connection, seconds } = client()
  connection.writeBuffer.push({})
  seconds(1)
  connection.emit('close')
  seconds(20)
  expect(cuts).toEqual([])
})
