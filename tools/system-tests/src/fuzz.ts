import { clientEvents, LOBBY_ID, type Result } from '@parley/protocol'
import fc from 'fast-check'
import type { Socket } from 'socket.io-client'
import { v7 as uuidv7 } from 'uuid'
import { ask } from '@parley/testkit/raw-socket'

/** Below the burst of requests of one user: above it every answer would be `too-fast`. */
const CASES_PER_SOCKET = 80

const names = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Object.keys(clientEvents)) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'server:welcome', 'room:events', '') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).filter((name) => !RESERVED.has(name)) },
)
// The client itself refuses to send these events.
const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
])

/** Valid enough to pass the first check, and then invalid somewhere. */
const almostRight = fc.record(
  {
    roomId: fc.oneof(fc.constant(LOBBY_ID), fc.constant(uuidv7()), fc.jsonValue()),
    id: fc.oneof(fc.uuid({ version: 7 }), fc.jsonValue()),
    body: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
    again: fc.oneof(fc.boolean(), fc.jsonValue()),
    seq: fc.oneof(fc.maxSafeInteger(), fc.double(), fc.jsonValue()),
    before: fc.oneof(fc.maxSafeNat(), fc.jsonValue()),
    limit: fc.oneof(fc.integer({ min: -1, max: 200 }), fc.jsonValue()),
    rooms: fc.oneof(
      fc.array(
        fc.record({ roomId: fc.constant(LOBBY_ID), epoch: fc.maxSafeNat(), seq: fc.maxSafeInteger() }),
        { maxLength: 5 },
      ),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
)
const args = fc.oneof(
  { weight: 3, arbitrary: almostRight.map((input) => [input]) },
  { weight: 2, arbitrary: fc.array(fc.jsonValue(), { maxLength: 3 }) },
)

/**
 * `open`: a socket of a user who has sent no request yet. Sends arbitrary events and rejects, naming the seed, when one
 * is not answered with a Result.
 */
export async function fuzz({ open, cases }: { open: () => Promise<Socket>; cases: number }): Promise<void> {
  let socket = await open()
  let sent = 0
  const answered = fc.asyncProperty(names, args, async (name, inputs) => {
    if (sent++ % CASES_PER_SOCKET === 0) {
      socket.disconnect()
      socket = await open()
    }
    return isResult(await ask(socket, name, ...inputs))
  })
  await fc.assert(answered, { numRuns: cases, endOnFailure: true })
}

function isResult(answer: Result<unknown>): boolean {
  return answer.ok ? 'value' in answer : typeof answer.failure.code === 'string' && answer.failure.say !== ''
}
