import type { Timeline, TimelineMessage } from '@parley/client'
import { expect, test } from 'vitest'
import { closeUnreadGap, hasUnreadGap } from './unread-gap'

function timeline(firstSeq: number, more: Partial<Timeline> = {}): Timeline {
  const messages = [{ id: `m${firstSeq}`, seq: firstSeq } as TimelineMessage]
  return {
    roomId: 'r',
    status: 'ready',
    messages,
    hasOlder: true,
    loadingOlder: false,
    epoch: 1,
    cursor: 900,
    ...more,
  }
}

/** A room that is loaded from this seq on, and the number of requested pages. */
async function close(firstSeq: number, { readSeq = 10, pageComes = true } = {}) {
  const room = { first: firstSeq, asked: 0 }
  await closeUnreadGap({
    hasGap: () => hasUnreadGap(timeline(room.first), readSeq),
    firstId: () => `m${room.first}`,
    async loadOlder() {
      room.asked++
      if (pageComes) room.first -= 20
    },
  })
  return room
}

test('there is a gap only between a read mark and the loaded messages', () => {
  expect(hasUnreadGap(timeline(11), 10)).toBe(true)
  expect(hasUnreadGap(timeline(10), 10)).toBe(false)
  expect(hasUnreadGap(timeline(11, { hasOlder: false }), 10)).toBe(false)
  expect(hasUnreadGap(timeline(11, { status: 'loading' }), 10)).toBe(false)
  expect(hasUnreadGap(timeline(11), 0)).toBe(false)
})

test('page after page is loaded until the mark is reached', async () => {
  expect(await close(90)).toEqual({ first: 10, asked: 4 })
  expect(await close(10)).toEqual({ first: 10, asked: 0 })
})

test('it ends: after ten pages, and when a page does not come', async () => {
  expect(await close(900)).toEqual({ first: 700, asked: 10 })
  expect(await close(900, { pageComes: false })).toEqual({ first: 900, asked: 1 })
})
