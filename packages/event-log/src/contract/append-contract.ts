import { afterEach, expect, test, vi } from 'vitest'
import { MAX_WAITING_RECORDS } from '../append-queue'
import { LogMismatchError, LogUnavailableError } from '../errors'
import { createOpener, numbers, readAll, say, type Adapter } from './log-under-test'

/** Appended records stay in the log, in order. */
export function appendContract(adapter: Adapter) {
  const opener = createOpener()
  afterEach(() => opener.closeAll())

  test('P5: an acknowledged record can be read, and is below the end', async () => {
    const log = await opener.open(adapter.spec())
    const partition = log.partitionOf('room')
    expect(await log.end(partition)).toBe(0)
    await log.append(say('room', 'hello', 'Grüße 👋'))
    expect(await log.end(partition)).toBe(2)
    expect(await readAll(log, partition)).toEqual([
      { offset: 0, key: 'room', value: 'hello' },
      { offset: 1, key: 'room', value: 'Grüße 👋' },
    ])
    expect(log.isAvailable()).toBe(true)
  })

  test('records of one append go to the partitions of their keys', async () => {
    const log = await opener.open(adapter.spec())
    const rooms = numbers(40).map((room) => `room ${room}`)
    await log.append(rooms.flatMap((room) => say(room, 'a', 'b')))
    for (const partition of numbers(log.partitions)) {
      const mine = rooms.filter((room) => log.partitionOf(room) === partition)
      expect((await readAll(log, partition)).map(({ key }) => key)).toEqual(
        mine.flatMap((room) => [room, room]),
      )
    }
  })

  test('P4: appends started at once keep their order within a key', async () => {
    const log = await opener.open(adapter.spec())
    const rooms = numbers(8).map((room) => `room ${room}`)
    await Promise.all(numbers(1_600).map((number) => log.append(say(rooms[number % 8]!, number))))
    for (const [index, room] of rooms.entries()) {
      const records = await readAll(log, log.partitionOf(room))
      const values = records.filter(({ key }) => key === room).map(({ value }) => Number(value))
      expect(values).toEqual(numbers(200).map((number) => number * 8 + index))
    }
  })

  test('an append larger than a batch arrives whole and in order', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(numbers(1_234).map((number) => ({ key: 'room', value: String(number) })))
    const values = (await readAll(log, log.partitionOf('room'))).map(({ value }) => Number(value))
    expect(values).toEqual(numbers(1_234))
  })

  test('a bounded number of records waits; more are refused at once', async () => {
    const log = await opener.open(adapter.spec())
    const most = log.append(
      numbers(MAX_WAITING_RECORDS).map((number) => ({ key: 'room', value: String(number) })),
    )
    await expect(log.append(say('room', 'more'))).rejects.toMatchObject({
      reason: 'full',
      maybeAppended: false,
    })
    await most
    await log.append(say('room', 'last'))
    expect(await log.end(log.partitionOf('room'))).toBe(MAX_WAITING_RECORDS + 1)
  })

  test('reading is bounded on both sides and ends by itself', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(say('room', ...numbers(10)))
    const partition = log.partitionOf('room')
    const offsets = async (from: number, to: number) =>
      (await readAll(log, partition, from, to)).map(({ offset }) => offset)
    expect(await offsets(3, 6)).toEqual([3, 4, 5])
    expect(await offsets(8, 1_000)).toEqual([8, 9])
    expect(await offsets(10, 1_000)).toEqual([])
    expect(await offsets(6, 6)).toEqual([])
  })

  test('readers that stop early leave no connection behind, and the log can be read and appended to as before', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(say('room', ...numbers(700)))
    const partition = log.partitionOf('room')
    const offsetsOf = async () => (await readAll(log, partition)).map(({ offset }) => offset)
    expect(await offsetsOf()).toEqual(numbers(700)) // opens the connections that stay open
    const before = countConnections()
    for (let nth = 0; nth < 3; nth++) {
      const read: number[] = []
      for await (const { offset } of log.read(partition, 0, 700)) if (read.push(offset) === 4) break
      expect(read).toEqual([0, 1, 2, 3])
    }
    await vi.waitFor(() => expect(countConnections()).toBeLessThanOrEqual(before), { timeout: 5_000 })
    await log.append(say('room', 'after'))
    expect(await offsetsOf()).toEqual(numbers(701))
  })

  test('reading begins at the oldest record kept', async () => {
    const spec = adapter.spec()
    const log = await opener.open(spec)
    await log.append(say('room', ...numbers(300)))
    const partition = log.partitionOf('room')
    await adapter.truncate(spec, partition, 200)
    expect((await readAll(log, partition)).map(({ offset }) => offset)).toEqual(numbers(100, 200))
    expect(await log.end(partition)).toBe(300)
  })

  test('two clients of one log agree, whichever of them created it', async () => {
    const spec = adapter.spec()
    const logs = await Promise.all([opener.open(spec), opener.open(spec), opener.open(spec)])
    await Promise.all(logs.map((log, number) => log.append(say('room', number))))
    const values = (await readAll(logs[0], logs[0].partitionOf('room'))).map(({ value }) => value)
    expect(values.sort()).toEqual(['0', '1', '2'])
  })

  test('a log with another number of partitions is refused', async () => {
    const spec = adapter.spec({ partitions: 4 })
    await opener.open(spec)
    spec.options.partitions = 6
    await expect(opener.open(spec)).rejects.toThrow(LogMismatchError)
    await expect(opener.open(spec)).rejects.toThrow(/has 4 partitions, but 6 are configured/)
  })

  test('after close no append is accepted, and accepted ones are in the log', async () => {
    const spec = adapter.spec()
    const log = await opener.open(spec)
    const appended = Promise.all(numbers(20).map((number) => log.append(say('room', number))))
    await log.close()
    await appended
    await expect(log.append(say('room', 'late'))).rejects.toThrow(LogUnavailableError)
    const again = await opener.open(spec)
    expect(await again.end(again.partitionOf('room'))).toBe(20)
  })
}

/** Connections of this process to any engine. */
function countConnections(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length
}
