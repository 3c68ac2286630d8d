import { fail, ok, type Result } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import type { ParleySocket } from '../socket/socket-types'
import { readMark } from './read-mark'

const socket = { data: { user: { id: 'ada' } } } as ParleySocket

async function mark(
  seq: number,
  parts: {
    member?: Result<true>
    lastSeq?: () => Promise<number>
    marked?: { seq: number; hasRisen: boolean } | null
  },
) {
  const { member = ok(true), lastSeq = async () => 10, marked = { seq, hasRisen: true } } = parts
  const stored: unknown[] = []
  const told: unknown[] = []
  const handler = readMark({
    isMember: async () => member,
    lastSeq,
    members: { markRead: async (...args) => (stored.push(args), marked) },
    announce: { readMarked: (...args) => void told.push(args) },
    logger: createLogger('server', 'fatal'),
  })
  return { answer: await handler(socket, { roomId: 'room', seq }), stored, told }
}

test('a cursor that has risen is stored, announced and answered; another one is only answered', async () => {
  expect(await mark(7, {})).toEqual({
    answer: ok({ seq: 7 }),
    stored: [['room', 'ada', 7]],
    told: [['room', 'ada', 7]],
  })
  const lower = await mark(7, { marked: { seq: 9, hasRisen: false } })
  expect(lower).toMatchObject({ answer: ok({ seq: 9 }), told: [] })
  expect((await mark(11, {})).stored).toEqual([['room', 'ada', 10]])
})

test.each<[string, Parameters<typeof mark>[1], number]>([
  ['not-a-member', { member: fail('not-a-member') }, 0],
  ['not-a-member', { marked: null }, 1],
  ['database-unavailable', { lastSeq: () => Promise.reject(new Error('away')) }, 0],
])('it is refused as %s, and told to nobody', async (code, parts, storedTimes) => {
  const { answer, stored, told } = await mark(7, parts)
  expect(answer).toMatchObject({ ok: false, failure: { code } })
  expect(stored).toHaveLength(storedTimes)
  expect(told).toEqual([])
})
