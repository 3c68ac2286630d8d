import type { Socket } from 'socket.io-client'
import { ok } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createQuestions } from './questions'

type Acknowledge = (error: unknown, raw?: unknown) => void

/** A socket whose requests the test answers. */
function makeSocket() {
  const asked: { ms: number; event: string; input: unknown; acknowledge: Acknowledge }[] = []
  const socket = {
    timeout: (ms: number) => ({
      emit: (event: string, input: unknown, acknowledge: Acknowledge) =>
        asked.push({ ms, event, input, acknowledge }),
    }),
  } as unknown as Socket
  return { socket, asked }
}

const mark = { roomId: 'r', seq: 5 }

test('a request is sent once, answered once, and then no longer pending', async () => {
  let noneOpen = 0
  const questions = createQuestions({ onNoneOpen: () => (noneOpen += 1) })
  const { socket, asked } = makeSocket()
  const [first, second] = [questions.ask('read:mark', mark, socket), questions.ask('read:mark', mark, socket)]
  expect(asked[0]).toMatchObject({ ms: 10_000, event: 'read:mark', input: mark })
  asked[0]!.acknowledge(null, ok({ seq: 5 }))
  expect(await first).toEqual({ kind: 'done', value: { seq: 5 } })
  expect([questions.areOpen(), noneOpen]).toEqual([true, 0])
  asked[1]!.acknowledge(new Error('timeout'))
  expect(await second).toEqual({ kind: 'unanswered' })
  expect([questions.areOpen(), noneOpen]).toEqual([false, 1])
})

test('an abandoned request is unanswered, whatever comes later', async () => {
  let noneOpen = 0
  const questions = createQuestions({ onNoneOpen: () => (noneOpen += 1) })
  const { socket, asked } = makeSocket()
  const answers = [questions.ask('read:mark', mark, socket), questions.ask('read:mark', mark, socket)]
  questions.giveUp()
  for (const { acknowledge } of asked) acknowledge(null, ok({ seq: 5 }))
  expect(await Promise.all(answers)).toEqual([{ kind: 'unanswered' }, { kind: 'unanswered' }])
  expect(noneOpen).toBe(1)
})

test('without a socket there is no answer, and nothing pending', async () => {
  const questions = createQuestions({ onNoneOpen: () => expect.unreachable() })
  const asked = questions.ask('read:mark', mark, null)
  expect(questions.areOpen()).toBe(false)
  expect(await asked).toEqual({ kind: 'unanswered' })
})
