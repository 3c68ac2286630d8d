import { failure, limits, ok, type Result } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import type { Handlers } from '../events/handler'
import { answerEvents } from './answer-events'
import type { ParleySocket } from './socket-types'

const ROOM = '01890000-0000-7000-8000-000000000001'
const SYNC = { rooms: [{ roomId: ROOM, epoch: 1, seq: 2 }] }
const nothing = ok({ rooms: [] })

/** A socket whose handler of `rooms:sync` does this. */
function makeSocket({ handle = async () => nothing as never, waitMs = null as number | null } = {}) {
  let say!: (...said: unknown[]) => void
  const told: unknown[] = []
  const counted: unknown[] = []
  let now = 0
  const socket = {
    data: { user: { id: 'ada' } },
    onAny: (listener: typeof say) => (say = listener),
    emit: (...event: unknown[]) => told.push(event),
  } as unknown as ParleySocket
  answerEvents(socket, {
    handlers: { 'rooms:sync': handle } as unknown as Handlers,
    take: () => waitMs,
    metrics: {
      received: { add: (labels) => counted.push(['received', labels]) },
      requests: { add: (labels) => counted.push(['requests', labels]) },
      requestSeconds: { observe: (labels, seconds) => counted.push(['seconds', labels, seconds]) },
    },
    nowMs: () => (now += 250),
    logger: createLogger('server', 'fatal'),
  })
  const ask = (...said: unknown[]) => new Promise<Result<unknown>>((resolve) => say(...said, resolve))
  return { say, ask, told, counted, socket }
}

test('a request is parsed, handled, answered and measured', async () => {
  const handled: unknown[] = []
  const { ask, told, counted, socket } = makeSocket({
    handle: async (...input: unknown[]) => (handled.push(input), nothing as never),
  })
  expect(await ask('rooms:sync', SYNC)).toEqual(nothing)
  expect(handled).toEqual([[socket, SYNC]])
  expect(told).toEqual([])
  const labels = { event: 'rooms:sync' }
  expect(counted).toEqual([
    ['received', labels],
    ['requests', { ...labels, code: 'ok' }],
    ['seconds', labels, 0.25],
  ])
})

const deep = () => {
  let nested: unknown[] = []
  for (let i = 0; i < 20_000; i++) nested = [nested]
  return nested
}
/** An input whose JSON, in its list, has this many bytes. */
const ofBytes = (bytes: number) => 'ü'.repeat(2) + 'x'.repeat(bytes - '["üü"]'.length - 2)

test.each<[code: string, title: string, said: unknown[], event: string]>([
  ['bad-input', 'an input that the schema refuses', ['rooms:sync', { rooms: 'all' }], 'rooms:sync'],
  ['bad-input', 'no input', ['rooms:sync'], 'rooms:sync'],
  ['bad-input', 'two inputs', ['rooms:sync', SYNC, SYNC], 'rooms:sync'],
  ['bad-input', 'as many bytes as may be', ['rooms:sync', ofBytes(limits.eventMaxBytes)], 'rooms:sync'],
  ['too-large', 'one byte more', ['rooms:sync', ofBytes(limits.eventMaxBytes + 1)], 'rooms:sync'],
  ['too-large', 'what is nested too deep to be written down', ['rooms:sync', deep()], 'rooms:sync'],
  ['unknown-event', 'an event that there is not', ['rooms:burn', SYNC], 'unknown'],
  ['unknown-event', 'a property that every object has', ['toString', SYNC], 'unknown'],
  ['unknown-event', 'a number', [5, SYNC], 'unknown'],
])('%s: %s', async (code, _title, said, event) => {
  const { ask, counted } = makeSocket()
  expect(await ask(...said)).toMatchObject({ ok: false, failure: { code } })
  expect(counted).toEqual([
    ['received', { event }],
    ['requests', { event, code }],
    ['seconds', { event }, 0.25],
  ])
})

test('a user who asks too often gets the time to wait', async () => {
  const { ask } = makeSocket({ waitMs: 50 })
  expect(await ask('rooms:sync', SYNC)).toMatchObject({ failure: { code: 'too-fast', retryAfterMs: 50 } })
})

test('a request whose handler throws is answered', async () => {
  const { ask } = makeSocket({ handle: () => Promise.reject(new Error('a bug of ours')) })
  expect(await ask('rooms:sync', SYNC)).toMatchObject({ ok: false, failure: { code: 'went-wrong' } })
})

test('the callback may be any argument', async () => {
  const { say } = makeSocket()
  expect(await new Promise((resolve) => say('rooms:sync', resolve, SYNC))).toEqual(nothing)
})

test('without a callback only refusals are sent, with a truncated event name', async () => {
  const { say, ask, told } = makeSocket()
  say('rooms:sync', SYNC)
  say('x'.repeat(65))
  await ask('rooms:sync', SYNC)
  expect(told).toEqual([['request:failed', { event: 'x'.repeat(64), failure: failure('unknown-event') }]])
})
