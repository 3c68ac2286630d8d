import { expect, test } from 'vitest'
import { summarise } from './summarise'

test('time counts for a function itself, and for every package on the stack once', () => {
  const frame = (functionName: string, url: string) => ({
    functionName,
    url,
    lineNumber: 0,
    columnNumber: 0,
  })
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)', ''), children: [2, 5] },
      { id: 2, callFrame: frame('send', 'ours'), children: [3] },
      { id: 3, callFrame: frame('write', 'ws'), children: [4] },
      { id: 4, callFrame: frame('onSent', 'ours') },
      { id: 5, callFrame: frame('(idle)', '') },
    ],
    samples: [2, 3, 4, 5],
    timeDeltas: [1_000, 2_000, 3_000, 4_000],
  }
  const summary = summarise(profile, ({ callFrame }) => ({ package: callFrame.url, at: '' }))
  expect(summary).toMatchObject({ busyMs: 6, idleMs: 4 })
  expect(summary.functions.map(({ name, selfMs }) => [name, selfMs])).toEqual([
    ['onSent', 3],
    ['write', 2],
    ['send', 1],
  ])
  expect(summary.packages.find(({ name }) => name === 'ours')).toEqual({
    name: 'ours',
    selfMs: 4,
    withinMs: 6,
  })
  expect(summary.packages.find(({ name }) => name === 'ws')).toEqual({ name: 'ws', selfMs: 2, withinMs: 5 })
})
