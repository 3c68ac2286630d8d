import { fail, limits, LOBBY_ID, ok, type Cursor, type FailureCode, type SyncAnswer } from '@parley/protocol'
import { expect, test } from 'vitest'
import { ANSWER_MAX_BYTES } from '../catch-up/answer-bytes'
import type { ParleySocket } from '../socket/socket-types'
import { historyPage } from './history-page'
import { roomsSync } from './rooms-sync'

const cursor = (n: number): Cursor => ({ roomId: `room ${n}`, epoch: 1, seq: 0 })
const cursors = (count: number) => Array.from({ length: count }, (_, n) => cursor(n))

/** Events with texts of this many bytes. */
function missed({ roomId }: Cursor, count: number, bytes = 10): SyncAnswer {
  const event = { kind: 'message', id: LOBBY_ID, roomId, authorId: 'ada', authorName: 'Ada', at: 1 } as const
  const body = 'x'.repeat(bytes)
  const events = Array.from({ length: count }, (_, i) => ({
    seq: 1 + i,
    epoch: 1,
    event: { ...event, body },
  }))
  return { kind: 'events', roomId, epoch: 1, seq: count, events }
}

async function sync(
  rooms: Cursor[],
  {
    answer = (cursor) => missed(cursor, 1),
    refuse,
  }: {
    answer?: (cursor: Cursor) => SyncAnswer
    refuse?: [FailureCode, { retryAfterMs?: number }?]
  } = {},
) {
  const heads: unknown[] = []
  const reads: string[] = []
  let under = 0
  let mostAtOnce = 0
  const handler = roomsSync({
    isMember: async () => (refuse ? fail(...refuse) : ok(true)),
    async readMissed(cursor) {
      reads.push(cursor.roomId)
      mostAtOnce = Math.max(mostAtOnce, ++under)
      await Promise.resolve()
      under -= 1
      return answer(cursor)
    },
  })
  const socket = { emit: (...said: unknown[]) => heads.push(said) } as unknown as ParleySocket
  const result = await handler(socket, { rooms })
  if (!result.ok) throw new Error(result.failure.code)
  return { answers: result.value.rooms, heads, reads, mostAtOnce }
}

test('every room is answered once, in order, fifty at a time', async () => {
  const { answers, reads, mostAtOnce } = await sync(cursors(120))
  expect(answers.map(({ roomId }) => roomId)).toEqual(cursors(120).map(({ roomId }) => roomId))
  expect(reads).toHaveLength(120)
  expect(mostAtOnce).toBe(50)
  expect((await sync(cursors(50))).reads).toHaveLength(50)
  expect((await sync([])).answers).toEqual([])
})

test.each<[FailureCode, { retryAfterMs?: number } | undefined, object]>([
  ['not-a-member', undefined, { kind: 'not-a-member' }],
  ['database-unavailable', undefined, { kind: 'later', retryAfterMs: 2_000 }],
  ['bad-input', undefined, { kind: 'later', retryAfterMs: 1_000 }],
  ['too-fast', { retryAfterMs: 7 }, { kind: 'later', retryAfterMs: 7 }],
])('a room whose membership is refused as %s is not read', async (code, more, expected) => {
  const { answers, reads } = await sync([cursor(0)], { refuse: [code, more] })
  expect(answers).toEqual([{ ...expected, roomId: 'room 0' }])
  expect(reads).toEqual([])
})

const most = 4 * limits.syncMaxEventsPerRoom

test.each<[string, (cursor: Cursor) => SyncAnswer]>([
  ['events', (cursor) => missed(cursor, most)],
  ['bytes', (cursor) => missed(cursor, 2, ANSWER_MAX_BYTES)],
])(
  'when the %s of an answer are used up the rooms that follow are told to ask again, unread',
  async (_, answer) => {
    const { answers, reads } = await sync(cursors(51), {
      answer: (each) => (each.roomId === 'room 0' ? answer(each) : missed(each, 0)),
    })
    expect(answers[50]).toEqual({ kind: 'later', roomId: 'room 50', retryAfterMs: 0 })
    expect(reads).toHaveLength(50)
  },
)

test('a room that does not fit gets its head instead', async () => {
  const { answers, heads } = await sync([cursor(0)], { answer: (each) => missed(each, 2, ANSWER_MAX_BYTES) })
  expect(answers).toMatchObject([{ kind: 'events', seq: 1 }])
  expect(heads).toEqual([['room:head', { roomId: 'room 0', epoch: 1, seq: 2, said: 0 }]])
})

test('a page of history is for members', async () => {
  const asked = { roomId: 'room 0', before: null, limit: 5 }
  for (const member of [ok(true as const), fail('not-a-member')]) {
    const page = ok({ page: 'of history' })
    const handler = historyPage({
      isMember: async () => member,
      readPage: (async (...args: unknown[]) => (expect(args).toEqual(['room 0', null, 5]), page)) as never,
    })
    expect(await handler({} as ParleySocket, asked as never)).toEqual(member.ok ? page : member)
  }
})
