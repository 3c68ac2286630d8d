import { LogUnavailableError } from '@parley/event-log'
import { ok, type RoomEvent } from '@parley/protocol'
import { createLog } from '@parley/service'
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

function publisherOf(append: () => Promise<void>) {
  return createPublisher({
    eventLog: { append },
    takesRecords: () => true,
    isLive: () => true,
    backlog: { note: () => {}, isFull: async () => false },
    async deliverRoom(entries, onCalled) {
      onCalled?.()
      entries.forEach(({ event, resolve }, i) => resolve(ok({ seq: i + 1, epoch: 1, event })))
    },
    nowMs: () => performance.now(),
    log: createLog('server', 'fatal'),
  })
}

test('above 5,000 on their way more are refused before the append; those that waited are answered', async () => {
  let appended = 0
  let answer = () => {}
  const answered = new Promise<void>((resolve) => (answer = resolve))
  const publisher = publisherOf(() => (++appended, answered))
  const results = Array.from({ length: 5_000 }, (_, i) => publisher.publish(said(i), 1))
  await new Promise(setImmediate)
  expect(await publisher.publish(said(5_000), 1)).toMatchObject({ failure: { code: 'too-busy' } })
  expect(appended).toBe(5_000)
  answer()
  await publisher.idle()
  expect((await Promise.all(results)).every((result) => result.ok)).toBe(true)
  expect(await publisher.publish(said(5_001), 1)).toMatchObject({ ok: true })
})

test.each([
  [false, 'not-appended'],
  [true, 'maybe-appended'],
])('what the log did not take (perhaps said: %s) is refused as %s', async (maybeAppended, code) => {
  const publisher = publisherOf(() => Promise.reject(new LogUnavailableError('timeout', { maybeAppended })))
  expect(await publisher.publish(said(1), 1)).toMatchObject({ ok: false, failure: { code, retryable: true } })
})
