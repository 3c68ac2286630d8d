import { expect, test } from 'vitest'
import { createRecorder } from './recorder'

const BYTES_PER_SIGHTING = 64

test('a million sightings fit in little memory, and each can be read again', { timeout: 60_000 }, () => {
  const { observe, history } = createRecorder()
  const before = process.memoryUsage()
  for (let n = 0; n < 100_000; n++) {
    const position = { room: `room-${n % 20}`, id: `message ${n}`, seq: 1.8e15 + n, epoch: 1.8e15 }
    for (let viewer = 0; viewer < 10; viewer++)
      observe({ kind: 'saw', client: `client-${viewer}`, ...position, at: 1.8e12 + n })
  }
  const after = process.memoryUsage()
  const grew = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  expect(grew / 1_000_000).toBeLessThan(BYTES_PER_SIGHTING)

  const { sightings, messages, clients } = history
  expect(sightings.count).toBe(1_000_000)
  const row = 765_437
  const message = sightings.message.get(row)
  expect(messages.id(message)).toBe('message 76543')
  expect(clients.nameOf(sightings.client.get(row))).toBe('client-7')
  expect(sightings.seq.get(row)).toBe(1.8e15 + 76_543)
  expect(sightings.epochs[sightings.epoch.get(row)]).toBe(1.8e15)
  expect(sightings.at.get(row)).toBe(1.8e12 + 76_543)
})

test('the first text of a message counts; another one is kept with the client that got it', () => {
  const { observe, history } = createRecorder()
  const position = { room: 'room', id: 'm', seq: 1, epoch: 1, at: 1 }
  observe({
    kind: 'wrote',
    client: 'a',
    room: 'room',
    id: 'm',
    operation: { kind: 'message', body: 'said' },
    nth: 1,
    at: 1,
  })
  observe({ kind: 'saw', client: 'b', ...position, saying: 'said' })
  observe({ kind: 'saw', client: 'c', ...position, saying: 'heard' })
  expect(history.otherSayings).toEqual([{ client: 2, message: 0, saying: 'heard' }])
})

test('one id in two rooms is two messages', () => {
  const { observe, history } = createRecorder()
  for (const room of ['one', 'two'])
    observe({
      kind: 'wrote',
      client: 'a',
      room,
      id: 'm',
      operation: { kind: 'message', body: room },
      nth: 1,
      at: 1,
    })
  expect(history.messages.count).toBe(2)
})

test('page contents count only until the next event', () => {
  const { observe, forgetShown, history } = createRecorder()
  observe({
    kind: 'shows',
    client: 'a',
    room: 'one',
    from: 1,
    shown: [{ id: 'm', seq: 1, look: 'm' }],
    at: 1,
  })
  expect(history.lists).toHaveLength(1)
  forgetShown()
  expect(history.lists).toEqual([])
})
