import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SequencedEvent, SequencedMessage } from '@parley/protocol'
import { mergeSequenced } from './merge-sequenced'

const said = (id: string, epoch: number, seq: number): SequencedMessage => ({
  seq,
  epoch,
  event: { kind: 'message', id, roomId: 'r', authorId: 'p', authorName: 'Ada', body: id, at: 0 },
})
const seqs = (list: ReturnType<typeof mergeSequenced>) =>
  list.map(({ event, epoch, seq }) => [event.id, epoch, seq])

test('the newer epoch of an id counts, whichever comes first', () => {
  const old = said('a', 1, 5)
  const renumbered = said('a', 10, 12)
  for (const events of [
    [old, renumbered],
    [renumbered, old],
  ])
    // prettier-ignore
    expect(seqs(mergeSequenced([], events, false))).toEqual([['a', 10, 12]])
})

test('within an epoch an answer corrects a packet, a packet corrects nothing', () => {
  const list = mergeSequenced([], [said('a', 1, 5), said('b', 1, 6)], false)
  const moved = [said('a', 1, 7), said('c', 1, 6)]
  expect(mergeSequenced(list, moved, false)).toBe(list)
  expect(seqs(mergeSequenced(list, moved, true))).toEqual([
    ['c', 1, 6],
    ['a', 1, 7],
  ])
})

test('merging never changes the given list', () => {
  const list = mergeSequenced([], [said('a', 1, 5)], false)
  mergeSequenced(list, [said('b', 1, 6)], false)
  expect(seqs(list)).toEqual([['a', 1, 5]])
  expect(seqs(mergeSequenced(list, [said('b', 1, 4)], false)).map(([id]) => id)).toEqual(['b', 'a'])
})

test('in whatever order events come, the list is in order, with each id and each position once', () => {
  const event = fc
    .record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      epoch: fc.constantFrom(0, 100),
      seq: fc.nat({ max: 8 }),
    })
    .map(({ id, epoch, seq }) => said(id, epoch, epoch + seq))
  const merge = fc.record({ events: fc.array(event), isFinal: fc.boolean() })
  fc.assert(
    fc.property(fc.array(merge), (merges) => {
      let list = mergeSequenced([], [], false)
      for (const { events, isFinal } of merges) {
        list = mergeSequenced(list, events, isFinal)
        const seqs = list.map(({ seq }) => seq)
        expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
        expect(new Set(list.map(({ event }) => event.id)).size).toBe(list.length)
      }
    }),
  )
})

test('a packet costs little in a long timeline', () => {
  const count = 50_000
  let list = mergeSequenced([], Array.from({ length: count }, (_, i) => said(`m${i}`, 1, i)), true) // prettier-ignore
  const from = performance.now()
  for (let i = 0; i < 100; i++) list = mergeSequenced(list, [said(`n${i}`, 1, count + i)], false)
  expect(list).toHaveLength(count + 100)
  expect((performance.now() - from) / 100).toBeLessThan(10) // milliseconds: 0.6 measured, 27 without the index
})

test('changes cost little in a long timeline, and leave all other messages unchanged', () => {
  const count = 50_000
  const list = mergeSequenced([], Array.from({ length: count }, (_, i) => said(`m${i}`, 1, i)), true) // prettier-ignore
  const by = { roomId: 'r', authorId: 'p', authorName: 'Ada', at: 0 }
  const edit = (i: number): SequencedEvent => ({
    seq: count + i,
    epoch: 1,
    event: { kind: 'edit', id: `e${i}`, messageId: `m${i * 7}`, body: 'new', ...by },
  })
  const from = performance.now()
  let changed = list
  for (let i = 0; i < 100; i++) changed = mergeSequenced(changed, [edit(i)], false)
  expect((performance.now() - from) / 100).toBeLessThan(10) // milliseconds: as for a message
  expect(changed[7]?.event.body).toBe('new')
  expect(changed[8]).toBe(list[8])
})
