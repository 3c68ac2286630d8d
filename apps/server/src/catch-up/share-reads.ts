import type { ReadMissed } from './read-missed'
import type { ReadPage } from './read-page'

/** Answers a question, by a read of its own or together with others that ask the same. */
export type Share = <T>(question: string, read: () => Promise<T>) => Promise<T>

interface Reading {
  running: Promise<unknown>
  /** Begins when `running` has ended: shared by all requests that came meanwhile. */
  next: Promise<unknown> | null
}

/**
 * After a storm of reconnects many clients ask the same about one room: one read runs, and requests during it share the
 * next one. Never the running one: it may have read before the asking socket was subscribed, and events in between would
 * be in neither its answer nor the live events.
 */
export function createShare(count: (how: 'read' | 'shared') => void): Share {
  const readings = new Map<string, Reading>()

  return function share<T>(question: string, read: () => Promise<T>): Promise<T> {
    const reading = readings.get(question)
    count(reading?.next ? 'shared' : 'read')
    if (!reading) return begin(question, read)
    reading.next ??= reading.running.then(
      () => begin(question, read),
      () => begin(question, read),
    )
    return reading.next as Promise<T>
  }

  function begin<T>(question: string, read: () => Promise<T>): Promise<T> {
    const running = read()
    const reading: Reading = { running, next: null }
    readings.set(question, reading)
    const end = () => void (reading.next ?? readings.delete(question))
    running.then(end, end)
    return running
  }
}

/** Shared by requests with the same cursor. */
export function shareReadMissed(readMissed: ReadMissed, share: Share): ReadMissed {
  return function readMissedShared(cursor) {
    const { roomId, epoch, seq } = cursor
    return share(`missed ${roomId} ${epoch} ${seq}`, () => readMissed(cursor))
  }
}

/**
 * The newest page, which opening a room requests, is shared by requests of the same length. Older ones seldom coincide.
 */
export function shareReadPage(readPage: ReadPage, share: Share): ReadPage {
  return function readPageShared(roomId, before, limit) {
    const read = () => readPage(roomId, before, limit)
    return before === null ? share(`page ${roomId} ${limit}`, read) : read()
  }
}
