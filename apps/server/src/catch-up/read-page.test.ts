import type { RoomTail } from '@parley/delivery'
import { encodeRoomEvent, LOBBY_ID, type RoomEvent, type SequencedMessage } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { createReadPage } from './read-page'

const said = { roomId: LOBBY_ID, authorId: 'ada', authorName: 'Ada', at: 1 }
const idOf = (seq: number) => `01890000-0000-7000-8000-${String(seq).padStart(12, '0')}`
const message = (seq: number): RoomEvent => ({ ...said, kind: 'message', id: idOf(seq), body: `said ${seq}` })
const edit = (seq: number, of: number): RoomEvent => ({
  ...said,
  kind: 'edit',
  id: idOf(seq),
  messageId: idOf(of),
  body: 'edited',
})

/** persistedSeq is 10: messages 1 to 10 are stored, 11 and 12 wait, and so do edits of 10 and 12. */
const waiting = [message(10), message(11), message(12), edit(13, 10), edit(14, 12)]
const tail: RoomTail = {
  ...{ epoch: 3, seq: 14, said: 12, persistedSeq: 10, recoveryBarrier: null },
  events: waiting.map((event, i) => ({ seq: 10 + i, event: encodeRoomEvent(event) })),
}

async function page(
  before: number | null,
  limit: number,
  parts: { tail?: RoomTail | null; isRecovering?: boolean; isAway?: boolean; isEmpty?: boolean } = {},
) {
  const asked: unknown[] = []
  const readPage = createReadPage({
    delivery: {
      read: async (_roomId, afterSeq) => (asked.push(afterSeq), parts.tail === undefined ? tail : parts.tail),
    },
    history: {
      async messagesBefore(roomId, below, count) {
        if (parts.isAway) throw new Error('away')
        asked.push([roomId, below, count])
        const last = parts.isEmpty ? 0 : Math.min(10, (below ?? Infinity) - 1)
        const seqs = Array.from({ length: last }, (_, i) => 1 + i).slice(-count)
        return seqs.map((seq) => ({ seq, epoch: 3, event: message(seq) }) as SequencedMessage)
      },
      lastPosition: async () => ({ epoch: 2, seq: 10 }),
    },
    isRecovering: async () => parts.isRecovering ?? false,
    logger: createLogger('server', 'fatal'),
  })
  const result = await readPage(LOBBY_ID, before, limit)
  if (!result.ok) return { refused: result.failure.code, asked }
  const { events, ...rest } = result.value
  return { ...rest, texts: events.map(({ event }) => event.kind === 'message' && event.body), asked }
}

test.each<[string, number | null, number, string[], boolean, [number | null, number]]>([
  ['the newest page', null, 4, ['said 9', 'edited', 'said 11', 'edited'], true, [11, 3]],
  ['the newest page of what waits', null, 1, ['edited'], true, [11, 1]],
  ['all that waits', null, 2, ['said 11', 'edited'], true, [11, 1]],
  ['a page between', 12, 2, ['edited', 'said 11'], true, [11, 2]],
  ['a page of what is stored', 5, 2, ['said 3', 'said 4'], true, [5, 3]],
  ['the oldest page', 5, 4, ['said 1', 'said 2', 'said 3', 'said 4'], false, [5, 5]],
  ['the page before all', 1, 4, [], false, [1, 5]],
])('%s has its messages as they stand', async (_, before, limit, texts, more, read) => {
  expect(await page(before, limit)).toEqual({
    ...{ epoch: 3, seq: 14, texts, more },
    asked: [0, [LOBBY_ID, ...read]],
  })
})

test('if Redis does not know the room PostgreSQL gives its last position', async () => {
  expect(await page(null, 2, { tail: null })).toEqual({
    ...{ epoch: 2, seq: 10, texts: ['said 9', 'said 10'], more: true },
    asked: [0, [LOBBY_ID, null, 3]],
  })
})

test('more events wait than the page holds, also if nothing is stored', async () => {
  expect(await page(null, 1, { isEmpty: true })).toMatchObject({ texts: ['edited'], more: true })
  expect(await page(null, 2, { isEmpty: true })).toMatchObject({ texts: ['said 11', 'edited'], more: false })
})

test('while the messages cannot be known there is no page', async () => {
  expect(await page(null, 2, { isRecovering: true })).toEqual({ refused: 'not-confirmed', asked: [0] })
  expect(await page(null, 2, { isRecovering: true, tail: null })).toMatchObject({ epoch: 2 })
  expect(await page(null, 2, { isAway: true })).toMatchObject({ refused: 'database-unavailable' })
})
