import type { TimelineMessage } from '@parley/client'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { toBlocks } from './blocks'
import { nextTimelineRows, type TimelineRows } from './timeline-rows'
import { isSameRow, toRows, type RowOptions } from './rows'

const NOBODY: ReadonlySet<string> = new Set()
const HOUR_MS = 3_600_000
let made = 0

function message(seq: number, authorId: string, hour: number): TimelineMessage {
  return {
    id: `m${made++}`,
    roomId: 'r',
    // "Ada" and "ada" are two people with the same name.
    author: { id: authorId, name: authorId === 'x' ? 'ADA' : authorId === 'y' ? 'ada' : authorId },
    body: 'hello',
    at: hour * HOUR_MS,
    seq,
    state: { kind: 'sent' },
    edited: false,
    deleted: false,
    reactions: [],
    changing: null,
  }
}

const some = fc.array(fc.tuple(fc.constantFrom('ada', 'bo', 'x', 'y'), fc.integer({ min: 0, max: 60 })), {
  maxLength: 30,
})
const change = fc.oneof(
  fc.record({ kind: fc.constant('older' as const), some }),
  fc.record({ kind: fc.constant('newer' as const), some }),
  fc.record({ kind: fc.constant('inside' as const), at: fc.nat(), some }),
  fc.record({ kind: fc.constant('edit' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('gone' as const), at: fc.nat(), count: fc.nat(20) }),
  fc.record({ kind: fc.constant('mark' as const), at: fc.nat(40) }),
)

test('after any changes the rows are those of the whole list, and the blocks hold them in order', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let messages: readonly TimelineMessage[] = []
      let options: RowOptions = { unreadAfter: null, personId: 'me', guests: NOBODY }
      let shown: TimelineRows = nextTimelineRows(null, messages, options)
      for (const each of changes) {
        ;[messages, options] = apply(each, messages, options)
        shown = nextTimelineRows(shown, messages, options)
        const whole = toRows(messages, options)
        expect(shown.rows.length).toBe(whole.length)
        expect(shown.rows.every((row, at) => isSameRow(row, whole[at] ?? row))).toBe(true)
        expect(shown.blocks).toEqual(toBlocks(shown.rows, shown.origin, []))
      }
    }),
    { numRuns: 300 },
  )
})

test('a page of older messages leaves the blocks below as they are', () => {
  const messages = Array.from({ length: 80 }, (_, at) => message(at, 'ada', at))
  const older = Array.from({ length: 50 }, (_, at) => message(at, 'bo', 0))
  const before = nextTimelineRows(null, messages, { unreadAfter: null, personId: 'me', guests: NOBODY })
  const after = nextTimelineRows(before, [...older, ...messages], {
    unreadAfter: null,
    personId: 'me',
    guests: NOBODY,
  })
  // The first of the old messages no longer begins a day.
  expect(after.blocks.slice(-9)).toEqual(before.blocks.slice(-9))
  expect(after.blocks.slice(-9).every((block, at) => block === before.blocks.slice(-9)[at])).toBe(true)
})

test('a moved read mark leaves unaffected blocks unchanged', () => {
  const messages = Array.from({ length: 80 }, (_, at) => message(at, 'ada', at))
  const before = nextTimelineRows(null, messages.slice(3), {
    unreadAfter: null,
    personId: 'me',
    guests: NOBODY,
  })
  const older = nextTimelineRows(before, messages, { unreadAfter: null, personId: 'me', guests: NOBODY })
  const marked = nextTimelineRows(older, messages, { unreadAfter: 40, personId: 'me', guests: NOBODY })
  const isKept = marked.blocks.map((block, at) => block === older.blocks[at])
  expect(isKept.filter((each) => !each).length).toBe(1)
})

function apply(
  change_: typeof change extends fc.Arbitrary<infer T> ? T : never,
  messages: readonly TimelineMessage[],
  options: RowOptions,
): [readonly TimelineMessage[], RowOptions] {
  const place = 'at' in change_ ? change_.at % (messages.length + 1) : 0
  const added = 'some' in change_ ? change_.some.map(([author, hour], at) => message(at, author, hour)) : []
  switch (change_.kind) {
    case 'older':
      return [[...added, ...messages], options]
    case 'newer':
      return [[...messages, ...added], options]
    case 'inside':
      return [[...messages.slice(0, place), ...added, ...messages.slice(place)], options]
    case 'edit':
      return [messages.map((each, at) => (at === place ? { ...each, body: 'edited' } : each)), options]
    case 'gone':
      return [messages.filter((_, at) => at < place || at >= place + change_.count), options]
    case 'mark':
      return [messages, { ...options, unreadAfter: change_.at }]
  }
}
