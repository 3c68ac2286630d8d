import { LogUnavailableError, type EventLog } from '@parley/event-log'
import { encodeRoomEvent, ok, type RoomEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { createPublisher } from './publisher'

const said = (id: number): RoomEvent =>
  ({
    ...{
      kind: 'message',
      id: String(id),
      roomId: 'room',
      authorId: 'ada',
      authorName: 'Ada',
      body: 'said',
      at: 1,
    },
  }) as const

function publisherOf(
  append: EventLog['append'],
  others: Partial<Parameters<typeof createPublisher>[0]> = {},
) {
  return createPublisher({
    eventLog: { append },
    takesRecords: () => true,
    isLive: () => true,
    backlog: { note: () => {}, isFull: async () => false },
    async sequenceRoom(entries, onCalled) {
      onCalled?.()
      entries.forEach(({ event, resolve }, i) => resolve(ok({ seq: i + 1, epoch: 1, event })))
    },
    nowMs: () => performance.now(),
    logger: createLogger('server', 'fatal'),
    ...others,
  })
}

test('more than 5,000 events on their way are refused before the append; the waiting ones are answered', async () => {
  let appended = 0
  let resolve = () => {}
  const answered = new Promise<void>((done) => (resolve = done))
  const publisher = publisherOf(() => (++appended, answered))
  const results = Array.from({ length: 5_000 }, (_, i) => publisher.publish(said(i), 1))
  await new Promise(setImmediate)
  expect(await publisher.publish(said(5_000), 1)).toMatchObject({ failure: { code: 'too-busy' } })
  expect(appended).toBe(5_000)
  resolve()
  await publisher.idle()
  expect((await Promise.all(results)).every((result) => result.ok)).toBe(true)
  expect(await publisher.publish(said(5_001), 1)).toMatchObject({ ok: true })
})

test.each<[code: string, others: Parameters<typeof publisherOf>[1]]>([
  ['live-unavailable', { isLive: () => false }],
  ['not-appended', { takesRecords: () => false }],
  ['storage-behind', { backlog: { note: () => {}, isFull: async () => true } }],
])('what is refused as %s is not appended', async (code, others) => {
  let appended = 0
  const publisher = publisherOf(async () => void appended++, others)
  expect(await publisher.publish(said(1), 1)).toMatchObject({ failure: { code, retryable: true } })
  expect(appended).toBe(0)
})

test('an event in the log is sequenced in its epoch, with the time before the append, and awaited', async () => {
  let now = 5
  const appended: unknown[] = []
  const entries: unknown[] = []
  let resolve = () => {}
  const publisher = publisherOf(
    async (records) => {
      appended.push(records)
      now = 9
    },
    {
      nowMs: () => now,
      async sequenceRoom([first]) {
        const { event, record, epoch, takenAt } = first!
        entries.push({ event, record, epoch, takenAt })
        resolve = () => first!.resolve(ok({ seq: 1, epoch, event }))
      },
    },
  )
  const answer = publisher.publish(said(1), 7)
  await new Promise(setImmediate)
  let isIdle = false
  const idle = publisher.idle().then(() => (isIdle = true))
  await new Promise(setImmediate)
  const record = encodeRoomEvent(said(1))
  expect(appended).toEqual([[{ key: 'room', value: record }]])
  expect(entries).toEqual([{ event: said(1), record, epoch: 7, takenAt: 5 }])
  expect(isIdle).toBe(false)
  resolve()
  expect(await answer).toMatchObject({ ok: true })
  await idle
  expect(isIdle).toBe(true)
})

test('after an unexpected error the log may have the event', async () => {
  const publisher = publisherOf(() => Promise.reject(new Error('a reason of its own')))
  expect(await publisher.publish(said(1), 1)).toMatchObject({ failure: { code: 'maybe-appended' } })
})

test.each([
  [false, 'not-appended'],
  [true, 'maybe-appended'],
])('what the log did not take (perhaps said: %s) is refused as %s', async (maybeAppended, code) => {
  const publisher = publisherOf(() => Promise.reject(new LogUnavailableError('timeout', { maybeAppended })))
  expect(await publisher.publish(said(1), 1)).toMatchObject({ ok: false, failure: { code, retryable: true } })
})
