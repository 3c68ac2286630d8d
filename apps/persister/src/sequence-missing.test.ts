import type { SequenceResult, SequenceRequest } from '@parley/delivery'
import { expect, test } from 'vitest'
import { logged } from '../test/logged'
import { createSequenceMissing } from './sequence-missing'

function makeSequenceMissing(answers: Record<string, SequenceResult>) {
  const asked: SequenceRequest[] = []
  const sequence = async (request: SequenceRequest) => (asked.push(request), answers[request.roomId]!)
  return { sequenceMissing: createSequenceMissing({ delivery: { sequence } }), asked }
}

const sequencedAs = (epoch: number, ...seqs: number[]): SequenceResult => ({
  kind: 'sequenced',
  epoch,
  unstored: seqs.length,
  events: seqs.map((seq) => ({ id: '', seq, isNew: true })),
})

test('each room is sequenced in its epoch; events of a room in another epoch, or in none, are returned', async () => {
  const [a1, b1, c1, a2] = [logged('a', '1'), logged('b', '1'), logged('c', '1'), logged('a', '2')]
  const reaction = { ...a2, event: { ...a2.event, kind: 'deletion' as const, messageId: '1' } }
  const { sequenceMissing, asked } = makeSequenceMissing({
    a: sequencedAs(6, 8, 9),
    b: { kind: 'stale-epoch', epoch: 7 },
    c: { kind: 'no-epoch', loss: 'lost' },
  })
  const epochs = new Map([
    ['a', 5],
    ['b', 4],
  ])
  expect(await sequenceMissing([a1, b1, reaction, c1], epochs)).toEqual({
    sequenced: [
      { seq: 8, epoch: 6, event: a1.event },
      { seq: 9, epoch: 6, event: reaction.event },
    ],
    stale: [b1, c1],
  })
  const request = { by: 'persister', storedOffset: 0 }
  const one = { id: '1', event: 'value of 1', isChange: false }
  expect(asked).toEqual([
    { ...request, roomId: 'a', epoch: 5, events: [one, { id: '2', event: 'value of 2', isChange: true }] },
    { ...request, roomId: 'b', epoch: 4, events: [one] },
    { ...request, roomId: 'c', epoch: 0, events: [one] },
  ])
})
