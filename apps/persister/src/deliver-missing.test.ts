import type { Delivered, DeliverRequest } from '@parley/delivery'
import { expect, test } from 'vitest'
import { logged } from '../test/logged'
import { createDeliverMissing } from './deliver-missing'

function makeDeliverMissing(answers: Record<string, Delivered>) {
  const asked: DeliverRequest[] = []
  const deliver = async (request: DeliverRequest) => (asked.push(request), answers[request.roomId]!)
  return { deliverMissing: createDeliverMissing({ delivery: { deliver } }), asked }
}

const numbered = (epoch: number, ...seqs: number[]): Delivered => ({
  kind: 'delivered',
  epoch,
  unstored: seqs.length,
  events: seqs.map((seq) => ({ id: '', seq, fresh: true })),
})

test('each room is numbered in its epoch; the events of a room that moved or was lost come back', async () => {
  const [a1, b1, c1, a2] = [logged('a', '1'), logged('b', '1'), logged('c', '1'), logged('a', '2')]
  const reaction = { ...a2, event: { ...a2.event, kind: 'deletion' as const, messageId: '1' } }
  const { deliverMissing, asked } = makeDeliverMissing({
    a: numbered(6, 8, 9),
    b: { kind: 'moved', epoch: 7 },
    c: { kind: 'unseeded', loss: 'lost' },
  })
  const epochs = new Map([
    ['a', 5],
    ['b', 4],
  ])
  expect(await deliverMissing([a1, b1, reaction, c1], epochs)).toEqual({
    placed: [
      { seq: 8, epoch: 6, event: a1.event },
      { seq: 9, epoch: 6, event: reaction.event },
    ],
    moved: [b1, c1],
  })
  const request = { by: 'persister', storedOffset: 0 }
  const one = { id: '1', event: 'value of 1', isChange: false }
  expect(asked).toEqual([
    { ...request, roomId: 'a', epoch: 5, events: [one, { id: '2', event: 'value of 2', isChange: true }] },
    { ...request, roomId: 'b', epoch: 4, events: [one] },
    { ...request, roomId: 'c', epoch: 0, events: [one] },
  ])
})
