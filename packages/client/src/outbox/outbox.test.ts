import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failure, type Failure } from '@parley/protocol'
import { nextToSend, shownState, stepOutbox, type Outbox, type OutboxEvent } from './outbox'
import type { OutboxEntry } from './outbox-store'

const entry = (id: string, why: Failure | null = null): OutboxEntry => ({
  id,
  roomId: 'r',
  operation: { kind: 'message', body: `text of ${id}` },
  writtenAt: 1,
  failure: why,
})
const after = (...events: OutboxEvent[]) => events.reduce(stepOutbox, [] as Outbox)
const written = (id: string): OutboxEvent => ({ kind: 'written', entry: entry(id) })
const started = (id: string): OutboxEvent => ({ kind: 'started', id })
const refused = (id: string, code: Failure['code']): OutboxEvent => ({
  kind: 'refused',
  id,
  failure: failure(code),
})
const unanswered = (id: string): OutboxEvent => ({ kind: 'unanswered', id })
const waited = (id: string): OutboxEvent => ({ kind: 'waited', id })
const next = (outbox: Outbox) => nextToSend(outbox)?.id ?? null

test('messages go one at a time, in the order of writing', () => {
  const both = after(written('a'), written('b'))
  expect(next(both)).toBe('a')
  expect(next(stepOutbox(both, started('a')))).toBe(null)
  expect(next([started('a'), { kind: 'acknowledged', id: 'a' } as const].reduce(stepOutbox, both))).toBe('b')
})

test('no message overtakes one that waits for its retry', () => {
  const waiting = after(written('a'), written('b'), started('a'), refused('a', 'maybe-appended'))
  expect(next(waiting)).toBe(null)
  expect(next(stepOutbox(waiting, waited('a')))).toBe('a')
  expect(next(stepOutbox(waiting, { kind: 'connected' }))).toBe('a')
})

test('a wait ends for one message, or with a new connection for all that wait', () => {
  const flying = after(written('a'), written('b'), written('c'), written('d'), started('a'), started('b'))
  const outbox = [unanswered('a'), unanswered('b'), started('c'), refused('d', 'not-a-member')].reduce(
    stepOutbox,
    flying,
  )
  const phases = (event: OutboxEvent) => stepOutbox(outbox, event).map(({ phase }) => phase)
  expect(phases(waited('b'))).toEqual(['waiting', 'queued', 'in-flight', 'failed'])
  expect(phases(waited('d'))).toEqual(['waiting', 'waiting', 'in-flight', 'failed'])
  expect(phases({ kind: 'connected' })).toEqual(['queued', 'queued', 'in-flight', 'failed'])
})

test('a message without an answer is sent again with the same id and text, as one that was maybe appended', () => {
  const outbox = after(written('a'), started('a'), unanswered('a'), waited('a'))
  expect(nextToSend(outbox)).toMatchObject({ ...entry('a'), maybeAppended: true, attempt: 1 })
})

test('doubt once raised stays after a later refusal for rate', () => {
  const doubtful = after(written('a'), started('a'), unanswered('a'), waited('a'), started('a'))
  expect(stepOutbox(doubtful, refused('a', 'too-fast'))[0]?.maybeAppended).toBe(true)
})

test.each([
  ['too-fast', false],
  ['storage-behind', false],
  ['live-unavailable', false],
  ['not-appended', false],
  ['maybe-appended', true],
  ['not-confirmed', true],
  ['went-wrong', true],
] as const)('after %s it was maybe appended: %s', (code, maybeAppended) => {
  expect(after(written('a'), started('a'), refused('a', code))[0]?.maybeAppended).toBe(maybeAppended)
})

test('a permanent refusal stops only that message', () => {
  const outbox = after(written('a'), written('b'), started('a'), refused('a', 'not-a-member'))
  expect(outbox[0]).toMatchObject({ phase: 'failed', failure: { code: 'not-a-member' } })
  expect(next(outbox)).toBe('b')
})

test('retry sends a failed message again in its place; a message on its way is left alone', () => {
  const failed = after(written('a'), written('b'), started('a'), refused('a', 'not-a-member'))
  const retried = stepOutbox(failed, { kind: 'retried', id: 'a' })
  expect(nextToSend(retried)).toMatchObject({ ...entry('a'), failure: null, maybeAppended: true })
  const flying = after(written('a'), started('a'))
  expect(stepOutbox(flying, { kind: 'retried', id: 'a' })).toEqual(flying)
})

test('discard removes a message that failed or was never tried, never one that may have been appended', () => {
  const discard: OutboxEvent = { kind: 'discarded', id: 'a' }
  expect(stepOutbox(after(written('a')), discard)).toEqual([])
  expect(stepOutbox(after(written('a'), started('a'), refused('a', 'id-taken')), discard)).toEqual([])
  expect(stepOutbox(after(written('a'), started('a')), discard)).toHaveLength(1)
  expect(stepOutbox(after(written('a'), started('a'), unanswered('a')), discard)).toHaveLength(1)
})

test('messages of an earlier page go first, as maybe appended; failed ones stay failed', () => {
  const left = [entry('a'), entry('b', failure('not-a-member'))]
  const outbox = stepOutbox(after(written('c')), { kind: 'restored', entries: left })
  expect(outbox.map(({ id, phase, maybeAppended }) => [id, phase, maybeAppended])).toEqual([
    ['a', 'queued', true],
    ['b', 'failed', true],
    ['c', 'queued', false],
  ])
  expect(stepOutbox(outbox, { kind: 'restored', entries: left })).toEqual(outbox)
})

test('the store counts for all pages: its order, and what others wrote, refused, retried or removed', () => {
  const here = after(written('a'), written('b'), written('gone'), started('a'))
  const stored = [
    entry('x'),
    entry('a'),
    { ...entry('b'), isByOther: true },
    entry('y', failure('not-a-member')),
  ]
  const outbox = stepOutbox(here, { kind: 'reread', entries: stored })
  expect(outbox.map(({ id, phase, maybeAppended }) => [id, phase, maybeAppended])).toEqual([
    ['x', 'queued', true],
    ['a', 'in-flight', false],
    ['b', 'queued', true],
    ['y', 'failed', true],
  ])
  expect(stepOutbox(outbox, { kind: 'reread', entries: stored })).toBe(outbox)
  const retried = stepOutbox(outbox, { kind: 'reread', entries: [entry('y')] })
  expect(retried).toMatchObject([{ id: 'y', phase: 'queued', failure: null, maybeAppended: true }])
  const [a, b] = [entry('a'), entry('b', failure('not-a-member'))]
  const refusedThere = stepOutbox(after(written('a'), written('b')), { kind: 'reread', entries: [a, b] })
  expect(refusedThere).toMatchObject([
    { id: 'a', phase: 'queued', maybeAppended: false },
    { id: 'b', phase: 'failed', maybeAppended: true },
  ])
})

test('a message that waits for its retry is shown as sending only while there is a connection', () => {
  const [item] = after(written('a'), started('a'), unanswered('a'))
  expect(item && shownState(item, true)).toEqual({ kind: 'sending' })
  expect(item && shownState(item, false)).toEqual({ kind: 'queued' })
})

test('whatever happens, at most one is on its way, none changes its text, and none leaves unacknowledged', () => {
  const ids = ['a', 'b', 'c']
  const happening = fc.record({ what: fc.nat({ max: 6 }), id: fc.constantFrom(...ids) })
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (happenings) => {
      let outbox = after(...ids.map(written))
      const gone = new Set<string>()
      for (const { what, id } of happenings) {
        const flying = outbox.find(({ phase }) => phase === 'in-flight')?.id
        const turn = next(outbox)
        const event: OutboxEvent | null = [
          turn ? started(turn) : null,
          flying ? ({ kind: 'acknowledged', id: flying } as const) : null,
          flying ? refused(flying, 'maybe-appended') : null,
          flying ? refused(flying, 'not-a-member') : null,
          flying ? unanswered(flying) : null,
          waited(id),
          { kind: 'retried', id } as const,
        ][what] as OutboxEvent | null
        if (!event) continue
        if (event.kind === 'acknowledged') gone.add(event.id)
        outbox = stepOutbox(outbox, event)
        expect(outbox.filter(({ phase }) => phase === 'in-flight').length).toBeLessThanOrEqual(1)
        expect(outbox.map((item) => item.id)).toEqual(ids.filter((each) => !gone.has(each)))
        for (const item of outbox) expect(item.operation).toEqual(entry(item.id).operation)
      }
    }),
  )
})
