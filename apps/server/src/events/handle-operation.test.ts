import { fail, LOBBY_ID, ok, type Result, type RoomEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import type { ParleySocket } from '../socket/socket-types'
import { createHandleOperation } from './handle-operation'

const socket = { data: { user: { id: 'ada', name: 'Ada' } } } as ParleySocket
const operation = { roomId: LOBBY_ID, id: '01890000-0000-7000-8000-0000000000aa', epoch: 7 }

test('1.13: a repeat states no epoch, so that PostgreSQL is asked once more after the append', async () => {
  const published: [RoomEvent['kind'], number][] = []
  const handleOperation = createHandleOperation({
    publisher: {
      publish(event, epoch) {
        published.push([event.kind, epoch])
        return Promise.resolve(ok({ seq: 1, epoch: 7, event }))
      },
      idle: () => Promise.resolve(),
    },
    duplicateLookup: { find: () => Promise.resolve(null), findOwn: () => Promise.resolve(null) },
    isMember: () => Promise.resolve(ok(true)),
    allowSend: () => null,
    allowRetry: () => null,
    clock: Date.now,
    logger: createLogger('server', 'fatal'),
  })
  for (const again of [false, true])
    await handleOperation(socket, { ...operation, again }, { kind: 'message', body: 'hello' })
  // Between the lookup and the append this process may have been stopped for longer than Redis knows an id.
  expect(published).toEqual([
    ['message', 7],
    ['message', 0],
  ])
})

/** The answer and the calls it caused, where the duplicate lookup finds these results in turn. */
async function handle({
  again = true,
  found = [],
  may = ok(null),
  sendWait = null,
  retryWait = null,
  isMember = true,
}: {
  again?: boolean
  found?: (object | null | Error)[]
  may?: Result<null>
  sendWait?: number | null
  retryWait?: number | null
  isMember?: boolean
}) {
  const asked: string[] = []
  const find = async (question: string) => {
    asked.push(question)
    const next = found.shift() ?? null
    if (next instanceof Error) throw next
    return next as never
  }
  const answer = await createHandleOperation({
    publisher: {
      publish: async () => (asked.push('publish'), ok({ is: 'published' }) as never),
      idle: async () => {},
    },
    duplicateLookup: { find: () => find('find'), findOwn: () => find('own') },
    isMember: async () => (isMember ? ok(true) : fail('not-a-member')),
    allowSend: () => sendWait,
    allowRetry: () => retryWait,
    clock: () => 5,
    logger: createLogger('server', 'fatal'),
  })(
    socket,
    { ...operation, again },
    { kind: 'message', body: 'hello' },
    async () => (asked.push('may'), may),
  )
  return { answer, asked }
}

const said = ok({ is: 'said' })
const published = ok({ is: 'published' })
const refused = fail('message-deleted')

test.each<[string, Parameters<typeof handle>[0], object, string[]]>([
  ['what is new is published', { again: false }, published, ['may', 'publish']],
  ['what was said is answered first', { found: [said] }, said, ['find']],
  [
    'to former members by its place alone',
    { found: [{ is: 'own' }], isMember: false },
    ok({ is: 'own' }),
    ['own'],
  ],
  ['a stranger learns nothing', { isMember: false }, fail('not-a-member'), ['own']],
  ['nor by what is new', { isMember: false, again: false }, fail('not-a-member'), []],
  ['an engine that is away may know it', { found: [new Error('away')] }, fail('not-confirmed'), ['find']],
  ['who sends too fast waits', { again: false, sendWait: 7 }, fail('too-fast', { retryAfterMs: 7 }), []],
  ['who asks too fast, too', { retryWait: 8 }, fail('too-fast', { retryAfterMs: 8 }), []],
  ['what cannot be is refused', { again: false, may: refused }, refused, ['may']],
  ['a repeat only when it was not said meanwhile', { may: refused }, refused, ['find', 'may', 'find']],
  ['else it is answered', { may: refused, found: [null, said] }, said, ['find', 'may', 'find']],
  [
    'what can be later is not asked again',
    { may: fail('storage-behind') },
    fail('storage-behind'),
    ['find', 'may'],
  ],
])('%s', async (_, given, answer, asked) => {
  expect(await handle(given)).toEqual({ answer, asked })
})
