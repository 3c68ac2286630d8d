import type { SequencedMessage } from '@parley/protocol'
import { expect, test } from 'vitest'
import { bytesOf, fitPage } from './answer-bytes'

const said = (seq: number): SequencedMessage => ({
  seq,
  epoch: 1,
  event: { kind: 'message', id: `m${seq}`, roomId: 'r', authorId: 'a', authorName: 'A', body: 'ü', at: 1 },
})
const page = [1, 2, 3].map(said)
const each = bytesOf(said(1))

test('a page that fits is returned whole', () => {
  expect(fitPage(page, each * 3)).toEqual(page)
  expect(fitPage([], 0)).toEqual([])
})

test('the oldest messages are cut; the one that crosses the limit is included', () => {
  expect(fitPage(page, each * 2)).toEqual(page.slice(1))
  expect(fitPage(page, each + 1)).toEqual(page.slice(1))
  expect(fitPage(page, 1)).toEqual(page.slice(2))
})
