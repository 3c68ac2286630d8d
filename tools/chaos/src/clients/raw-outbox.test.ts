import { expect, test } from 'vitest'
import { failure, type FailureCode, type Result } from '@parley/protocol'
import { createRecorder, type Observation } from '@parley/testkit/history'
import { until } from '@parley/testkit/until'
import { createRawOutbox } from './raw-outbox'

const room = 'room-1'
const saying = (body: string) => ({ kind: 'message', body }) as const

/** A server whose answers the test gives, one request after the other. */
function outboxBefore() {
  const asked: {
    input: { id: string; again: boolean; epoch: number }
    answer: (answer: Result<unknown> | null) => void
  }[] = []
  const observed: Observation[] = []
  const outbox = createRawOutbox({
    client: 'Ada',
    room,
    ask: (_event, input) =>
      new Promise((answer) =>
        asked.push({ input: input as { id: string; again: boolean; epoch: number }, answer }),
      ),
    epochOf: () => 100,
    isOnline: () => true,
    recorder: { ...createRecorder(), observe: (observation) => void observed.push(observation) },
    random: () => 0,
  })
  const question = (nth: number) => until(`question ${nth}`, 2_000, () => asked[nth - 1])
  return { outbox, asked, observed, question }
}

const sent = (id: string, seq: number): Result<unknown> => ({
  ok: true,
  value: { seq, epoch: 100, event: { id, body: id } },
})
const refused = (code: FailureCode): Result<unknown> => ({
  ok: false,
  failure: failure(code, { retryAfterMs: 1 }),
})

test('one message is in flight at a time, in the order of writing', async () => {
  const { outbox, asked, observed, question } = outboxBefore()
  for (const id of ['a', 'b']) outbox.send(id, saying(id))
  expect(asked).toHaveLength(1)
  asked[0]!.answer(sent('a', 101))
  const second = await question(2)
  expect(second.input.id).toBe('b')
  expect(observed).toMatchObject([{ kind: 'acked', client: 'Ada', room, id: 'a', seq: 101, epoch: 100 }])
  second.answer(sent('b', 102))
  await until('all is sent', 2_000, () => outbox.unsent() === 0)
})

test('a retryable message is sent again before later ones, with isRetry set if it may have been appended', async () => {
  const { outbox, question } = outboxBefore()
  for (const id of ['a', 'b']) outbox.send(id, saying(id))
  ;(await question(1)).answer(refused('too-fast'))
  const again = await question(2)
  expect(again.input).toMatchObject({ id: 'a', again: false, epoch: 100 })
  expect(outbox.delay()).toBe('too-fast')
  again.answer(refused('maybe-appended'))
  const perhaps = await question(3)
  expect(perhaps.input).toMatchObject({ id: 'a', again: true })
  perhaps.answer(null)
  expect((await question(4)).input).toMatchObject({ id: 'a', again: true })
  expect(outbox.unsent()).toBe(2)
})

test('no message overtakes one that waits for its retry', async () => {
  const { outbox, asked, question } = outboxBefore()
  outbox.send('a', saying('a'))
  asked[0]!.answer({ ok: false, failure: failure('too-busy', { retryAfterMs: 300 }) })
  await until('it waits', 2_000, () => outbox.delay() === 'too-busy')
  outbox.send('b', saying('b'))
  expect(asked).toHaveLength(1)
  expect((await question(2)).input.id).toBe('a')
})

test('sends:resumed ends the wait, and has no effect without one', async () => {
  const { outbox, asked, question } = outboxBefore()
  outbox.send('a', saying('a'))
  outbox.resumed(0)
  asked[0]!.answer({ ok: false, failure: failure('maybe-appended', { retryAfterMs: 3_600_000 }) })
  await until('it waits', 2_000, () => outbox.delay() === 'maybe-appended')
  expect(asked).toHaveLength(1)
  outbox.resumed(0)
  expect((await question(2)).input).toMatchObject({ id: 'a', again: true })
  outbox.close()
})

test('an unanswered message may have been appended', async () => {
  const { outbox, question } = outboxBefore()
  outbox.send('a', saying('a'))
  ;(await question(1)).answer(null)
  expect((await question(2)).input).toMatchObject({ id: 'a', again: true })
})

test('a permanent refusal ends a message, and the next one is sent', async () => {
  const { outbox, observed, question } = outboxBefore()
  for (const id of ['a', 'b']) outbox.send(id, saying(id))
  ;(await question(1)).answer(refused('not-a-member'))
  expect((await question(2)).input.id).toBe('b')
  expect(observed).toMatchObject([{ kind: 'refused', id: 'a', code: 'not-a-member' }])
})
