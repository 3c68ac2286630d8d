import { expect, test } from 'vitest'
import type { Result } from '@parley/protocol'
import { createRecorder, type Observation } from '@parley/testkit/history'
import { until } from '@parley/testkit/until'
import { createRawWatch } from './raw-watch'

const roomId = 'room-1'
const epoch = 100

const event = (seq: number, of = epoch) => ({
  seq,
  epoch: of,
  event: { id: `m${seq}`, body: `m${seq}` } as never,
})
const ok = (value: unknown): Result<unknown> => ({ ok: true, value })

interface Question {
  event: string
  input: { rooms?: { seq: number; epoch: number }[]; before?: number | null }
  answer: (answer: Result<unknown> | null) => void
}

function watchBefore() {
  const asked: Question[] = []
  const observed: Observation[] = []
  const complaints: string[] = []
  let completed = 0
  const watch = createRawWatch({
    client: 'Ada',
    ask: (name, input) =>
      new Promise((answer) => asked.push({ event: name, input: input as Question['input'], answer })),
    isOnline: () => true,
    recorder: { ...createRecorder(), observe: (each) => void observed.push(each) },
    onComplete: () => (completed += 1),
    onComplaint: (what) => void complaints.push(what),
    random: () => 0,
  })
  const question = (nth: number) => until(`question ${nth}`, 2_000, () => asked[nth - 1])
  const seen = () => observed.flatMap((each) => (each.kind === 'saw' ? each.seq : []))
  return { watch, asked, question, seen, observed, complaints, completed: () => completed }
}

/** In the room since seq 100. */
async function watching() {
  const parts = watchBefore()
  parts.watch.watch(roomId)
  ;(await parts.question(1)).answer(ok({ epoch, seq: 100, events: [event(99), event(100)], more: true }))
  await until('the page has come', 2_000, () => parts.watch.isComplete())
  return parts
}

test('everything above the first page must be seen, nothing below it', async () => {
  const { observed, seen, watch, completed } = await watching()
  expect(observed).toMatchObject([{ kind: 'watching', client: 'Ada', room: roomId, seq: 100 }])
  expect(seen()).toEqual([])
  watch.arrived({ roomId, epoch, events: [event(101)] })
  expect([seen(), watch.cursorOf(roomId)]).toEqual([[101], { epoch, seq: 101 }])
  expect(completed()).toBeGreaterThan(0)
})

test('a gap is requested, and events of a room that was left are noted all the same', async () => {
  const { watch, question, seen } = await watching()
  watch.arrived({ roomId, epoch, events: [event(103)] })
  expect(watch.isComplete()).toBe(false)
  const sync = await question(2)
  expect([sync.event, sync.input.rooms]).toEqual(['rooms:sync', [{ roomId, epoch, seq: 100 }]])
  sync.answer(
    ok({
      rooms: [{ kind: 'events', roomId, epoch, seq: 103, events: [101, 102, 103].map((n) => event(n)) }],
    }),
  )
  await until('the gap is closed', 2_000, () => watch.isComplete())
  expect(watch.cursorOf(roomId)).toEqual({ epoch, seq: 103 })
  watch.unwatch(roomId)
  watch.arrived({ roomId, epoch, events: [event(104)] })
  expect(seen()).toEqual([103, 101, 102, 103, 104])
})

test('after a reload everything above the known position is loaded, page by page', async () => {
  const { watch, question, seen } = await watching()
  watch.connected()
  const sync = await question(2)
  sync.answer(ok({ rooms: [{ kind: 'reload', roomId }] }))
  const newest = await question(3)
  expect([newest.event, newest.input.before]).toEqual(['history:page', null])
  watch.arrived({ roomId, epoch: 500, events: [event(505, 500)] }) // during the load
  newest.answer(ok({ epoch: 500, seq: 504, events: [event(503, 500), event(504, 500)], more: true }))
  const older = await question(4)
  expect(older.input.before).toBe(503)
  expect(watch.isComplete()).toBe(false)
  older.answer(
    ok({ epoch: 500, seq: 504, events: [event(100), event(501, 500), event(502, 500)], more: true }),
  )
  await until('all is loaded', 2_000, () => watch.isComplete())
  expect(watch.cursorOf(roomId)).toEqual({ epoch: 500, seq: 505 })
  expect(seen().sort()).toEqual([501, 502, 503, 504, 505])
})

test('a newer epoch, a further head, "later" and a missing answer are requested again', async () => {
  const { watch, question } = await watching()
  watch.head({ roomId, epoch, seq: 102 })
  const sync = await question(2)
  sync.answer(ok({ rooms: [{ kind: 'later', roomId, retryAfterMs: 1 }] }))
  const again = await question(3)
  expect(again.event).toBe('rooms:sync')
  again.answer(null)
  ;(await question(4)).answer(ok({ rooms: [{ kind: 'events', roomId, epoch, seq: 102, events: [] }] }))
  await until('in sync', 2_000, () => watch.isComplete())
  watch.arrived({ roomId, epoch: 500, events: [event(501, 500)] })
  expect((await question(5)).event).toBe('history:page')
})

test('a new epoch during an open request is loaded after its answer', async () => {
  const { watch, question } = await watching()
  watch.connected()
  const sync = await question(2)
  watch.arrived({ roomId, epoch: 500, events: [event(501, 500)] })
  sync.answer(ok({ rooms: [{ kind: 'events', roomId, epoch, seq: 100, events: [] }] }))
  expect((await question(3)).event).toBe('history:page')
})

test('a client that is no longer a member reports it and stops watching', async () => {
  const { watch, question, complaints, observed } = await watching()
  watch.connected()
  ;(await question(2)).answer(ok({ rooms: [{ kind: 'not-a-member', roomId }] }))
  await until('a complaint', 2_000, () => complaints.length > 0)
  expect(watch.roomIds()).toEqual([])
  expect(observed.at(-1)).toMatchObject({ kind: 'unwatched', room: roomId })
})

test('a head that comes while an older answer is on its way is asked for again', async () => {
  const { watch, question, seen } = await watching()
  watch.refresh(roomId)
  const first = await question(2)
  watch.head({ roomId, epoch, seq: 102 })
  first.answer(ok({ rooms: [{ kind: 'events', roomId, epoch, seq: 100, events: [], more: false }] }))
  ;(await question(3)).answer(
    ok({
      rooms: [{ kind: 'events', roomId, epoch, seq: 102, events: [event(101), event(102)], more: false }],
    }),
  )
  await until('nothing is missing', 2_000, () => watch.isComplete())
  expect(seen()).toEqual([101, 102])
})

test('a head that comes while an older page is on its way is asked for, too', async () => {
  const { watch, question, seen } = watchBefore()
  watch.watch(roomId)
  const page = await question(1)
  watch.head({ roomId, epoch, seq: 101 })
  page.answer(ok({ epoch, seq: 100, events: [event(100)], more: false }))
  ;(await question(2)).answer(
    ok({ rooms: [{ kind: 'events', roomId, epoch, seq: 101, events: [event(101)], more: false }] }),
  )
  await until('nothing is missing', 2_000, () => watch.isComplete())
  expect(seen()).toEqual([101])
})
