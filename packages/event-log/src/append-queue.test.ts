import { setImmediate as turn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import {
  createAppendQueue,
  MAX_RECORD_BYTES,
  MAX_WAITING_RECORDS,
  type AppendQueueOptions,
  type PartitionedRecord,
} from './append-queue'
import { LogUnavailableError } from './errors'

const record = (value: string | number, key = 'a') => ({ key, value: String(value) })

/** A log whose requests the test answers by hand. */
function createFakeLog({
  timeoutMs = 1_000,
  lanes = 1,
  isUnreachable = false,
  ...clock
}: Partial<
  Pick<AppendQueueOptions, 'timeoutMs' | 'nowMs' | 'sleep'> & { lanes: number; isUnreachable: boolean }
> = {}) {
  const requests: { values: string[]; answer: () => void; fail: (error: Error) => void }[] = []
  let underWay = 0
  let mostUnderWay = 0
  const failed: number[] = []
  let timeouts = 0
  const queue = createAppendQueue({
    partitionOf: (key) => key.charCodeAt(0) - 97,
    laneOf: (partition) => partition % lanes,
    send: async (records: PartitionedRecord[], leaving) => {
      if (isUnreachable) throw new Error('no connection')
      leaving()
      mostUnderWay = Math.max(mostUnderWay, ++underWay)
      await new Promise<void>((resolve, reject) => {
        requests.push({ values: records.map(({ value }) => value), answer: resolve, fail: reject })
      }).finally(() => underWay--)
    },
    onSent: () => {},
    onFailed: (_cause, records) => failed.push(records),
    onTimeout: () => (timeouts += 1),
    timeoutMs,
    ...clock,
  })
  return { queue, requests, failed, mostUnderWay: () => mostUnderWay, timeouts: () => timeouts }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

test('sends records of one turn together, gathers the next during a request, and never has two requests under way', async () => {
  const { queue, requests, mostUnderWay } = createFakeLog()
  const say = (...values: number[]) => values.map((value) => queue.append([record(value)]))
  const appends = say(1, 2)
  await turn()
  const more = say(3, 4, 5)
  expect(requests.map(({ values }) => values)).toEqual([['1', '2']])
  requests[0]!.answer()
  await Promise.all(appends)
  await vi.waitFor(() => expect(requests).toHaveLength(2))
  expect(requests[1]!.values).toEqual(['3', '4', '5'])
  requests[1]!.answer()
  await Promise.all(more)
  expect(mostUnderWay()).toBe(1)
})

test('records that wait behind a timed-out append do not wait for their own timeout', async () => {
  const { queue, requests, timeouts } = createFakeLog({ timeoutMs: 200 })
  const first = failure(queue.append([record(1)]))
  await turn()
  const second = failure(queue.append([record(2)]))
  expect(await Promise.all([first, second])).toMatchObject([
    { reason: 'timeout', maybeAppended: true },
    { reason: 'timeout', maybeAppended: false },
  ])
  expect([requests.length, timeouts()]).toEqual([1, 1])
})

test('begins no request within 4 ms of the one before, unless a whole batch waits', async () => {
  let ms = 100
  const waits: { ms: number; end: () => void }[] = []
  const { queue, requests } = createFakeLog({
    nowMs: () => ms,
    sleep: (each) => new Promise<void>((end) => waits.push({ ms: each, end })),
  })
  const say = (value: number) => void queue.append([record(value)])
  say(1)
  await turn()
  expect(requests).toHaveLength(1)
  ms += 1
  say(2)
  requests[0]!.answer()
  await turn()
  say(3)
  await turn()
  expect(waits).toMatchObject([{ ms: 3 }])
  expect(requests).toHaveLength(1)
  ms += 3
  waits[0]!.end()
  await turn()
  expect(requests.map(({ values }) => values)).toEqual([['1'], ['2', '3']])
  requests[1]!.answer()
  await turn()
  ms += 4
  say(4)
  await turn()
  expect(requests).toHaveLength(3)
  for (let value = 0; value < 500; value++) say(value)
  requests[2]!.answer()
  await turn()
  expect(requests.map(({ values }) => values.length)).toEqual([1, 2, 1, 500])
  expect(waits).toHaveLength(1)
  requests[3]!.answer()
  await queue.close()
})

test('does not let one lane wait for another', async () => {
  const { queue, requests } = createFakeLog({ lanes: 2 })
  const both = queue.append([record(1, 'a'), record(2, 'b')])
  await turn()
  const second = queue.append([record(3, 'b')])
  expect(requests.map(({ values }) => values)).toEqual([['1'], ['2']])
  requests[1]!.answer()
  await vi.waitFor(() => expect(requests).toHaveLength(3))
  requests[2]!.answer()
  await second
  requests[0]!.answer()
  await both
})

test('retries a failed attempt before anything later, and reports how many records it had', async () => {
  const { queue, requests, failed } = createFakeLog()
  const appends = [queue.append([record(1)])]
  await turn()
  appends.push(queue.append([record(2)]))
  requests[0]!.fail(new Error('no leader'))
  await vi.waitFor(() => expect(requests).toHaveLength(2))
  expect(requests[1]!.values).toEqual(['1'])
  requests[1]!.answer()
  await vi.waitFor(() => expect(requests).toHaveLength(3))
  requests[2]!.answer()
  await Promise.all(appends)
  expect(failed).toEqual([1])
})

test('rejects after its timeout, but starts nothing before the old request has ended', async () => {
  const { queue, requests } = createFakeLog({ timeoutMs: 30 })
  const sent = failure(queue.append([record(1)]))
  await turn()
  const waited = failure(queue.append([record(2)]))
  expect(await sent).toMatchObject({ reason: 'timeout', maybeAppended: true })
  expect(await waited).toMatchObject({ reason: 'timeout', maybeAppended: false })

  const later = failure(queue.append([record(3)]))
  await turn()
  expect(requests).toHaveLength(1)
  requests[0]!.fail(new Error('timed out'))
  await vi.waitFor(() => expect(requests).toHaveLength(2), { timeout: 1_000 })
  expect(requests[1]!.values).toEqual(['3'])
  requests[1]!.answer()
  await later
})

test('a record that never left was certainly not appended', async () => {
  const { queue } = createFakeLog({ timeoutMs: 30, isUnreachable: true })
  expect(await failure(queue.append([record(1)]))).toMatchObject({ reason: 'timeout', maybeAppended: false })
})

test('does not send the rest of an append whose first part timed out', async () => {
  const { queue, requests } = createFakeLog({ timeoutMs: 30 })
  const large = failure(queue.append(Array.from({ length: 600 }, (_, value) => record(value))))
  await turn()
  expect(requests[0]!.values).toHaveLength(500)
  expect(await large).toBeInstanceOf(LogUnavailableError)
  requests[0]!.fail(new Error('timed out'))
  const next = failure(queue.append([record('next')]))
  await vi.waitFor(() => expect(requests).toHaveLength(2), { timeout: 1_000 })
  expect(requests[1]!.values).toEqual(['next'])
  requests[1]!.answer()
  await next
})

test('holds a bounded number of records, and takes more when they are gone', async () => {
  const { queue, requests } = createFakeLog({ timeoutMs: 50 })
  const first = failure(
    queue.append(Array.from({ length: MAX_WAITING_RECORDS }, (_, value) => record(value))),
  )
  expect(await failure(queue.append([record('more')]))).toMatchObject({
    reason: 'full',
    maybeAppended: false,
  })
  await first
  requests[0]!.fail(new Error('timed out'))
  await vi.waitFor(() => {
    void queue.append([record('again')]).catch(() => {})
    expect(requests.at(-1)!.values[0]).toBe('again')
  })
})

test('holds a bounded number of bytes, and refuses a record that no log accepts', async () => {
  const { queue } = createFakeLog({ timeoutMs: 50 })
  const value = 'x'.repeat(800 * 1024)
  const ten = failure(queue.append(Array.from({ length: 10 }, () => record(value))))
  expect(await failure(queue.append([record(value)]))).toMatchObject({ reason: 'full' })
  expect(await failure(queue.append([record('x'.repeat(MAX_RECORD_BYTES + 1))]))).toBeInstanceOf(RangeError)
  await ten
})

test('close appends the waiting records and takes no more', async () => {
  const { queue, requests } = createFakeLog()
  const appends = [queue.append([record(1)])]
  await turn()
  appends.push(queue.append([record(2)]))
  const closed = queue.close()
  requests[0]!.answer()
  await vi.waitFor(() => expect(requests).toHaveLength(2))
  requests[1]!.answer()
  await Promise.all([...appends, closed])
  expect(await failure(queue.append([record(3)]))).toMatchObject({ reason: 'closed' })
})
