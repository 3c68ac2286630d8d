// A room as servers keep it, with Redis losing its data now and then, against one timeline that gets its packets late,
// repeated, in any order or never, and outdated answers. When all is quiet the two must agree, including the state of
// each message, and no acknowledged message may disappear meanwhile.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  foldAll,
  isMessage,
  type ClientOutput,
  type RoomEventsPacket,
  type SequencedEvent,
  type SequencedMessage,
  type SyncAnswer,
} from '@parley/protocol'
import {
  applyHead,
  applyNewestPage,
  applyOlderPage,
  applyOwn,
  applyPacket,
  applySync,
  emptyTimeline,
  beforeQuestion,
  needOf,
  type RoomTimeline,
} from './timeline'

const PAGE = 4
const RELOAD_ABOVE = 9
/** Events in one answer; the rest is requested. */
const SYNC_PART = 4

function createRoom() {
  let epoch = 1_000
  let seq = epoch
  let count = 0
  let sequenced: SequencedEvent[] = []
  let waiting: SequencedEvent[] = [] // appended, their seqs lost, not yet sequenced again
  let stored = 0

  function sequence(old: SequencedEvent['event']): RoomEventsPacket {
    const event = { seq: ++seq, epoch, event: old }
    sequenced.push(event)
    return { roomId: 'r', epoch, events: [{ seq: event.seq, event: event.event }] }
  }

  /** Their current state, from all events with a seq. */
  function messages(): SequencedMessage[] {
    const changes = sequenced.flatMap(({ seq, event }) => (event.kind === 'message' ? [] : [{ seq, event }]))
    return foldAll(sequenced.filter(isMessage), changes)
  }

  return {
    messages,
    /** Another person reacts to a message, or its author edits or deletes it. */
    change({ which, what, byMe }: Changed): RoomEventsPacket | null {
      const said = sequenced.filter(isMessage)
      const message = said[said.length - 1 - (which % Math.max(1, said.length))]
      if (waiting.length > 0 || !message) return null
      const { id: messageId, authorId } = message.event
      const id = `c${count++}`
      const of = { id, roomId: 'r', authorName: 'A', at: count, messageId }
      if (what === 'edit') return sequence({ kind: 'edit', ...of, authorId, body: `edit ${id}` })
      if (what === 'deletion') return sequence({ kind: 'deletion', ...of, authorId })
      const emoji = what === 'off' ? 'a' : what
      return sequence({ kind: 'reaction', ...of, authorId: byMe ? 'me' : 'other', emoji, on: what !== 'off' })
    },
    say(authorId: string): RoomEventsPacket | null {
      if (waiting.length > 0) return null // servers do not sequence while the recovery barrier stands
      const id = `m${count++}`
      return sequence({ kind: 'message', id, roomId: 'r', authorId, authorName: 'A', body: id, at: 0 })
    },
    store: (amount: number) => void (stored = Math.min(sequenced.length, stored + amount)),
    lose() {
      epoch += 1_000
      seq = epoch
      waiting = [...sequenced.slice(stored), ...waiting]
      sequenced = sequenced.slice(0, stored)
    },
    recoverOne(): RoomEventsPacket | null {
      const next = waiting.shift()
      return next ? sequence(next.event) : null
    },
    isRecovering: () => waiting.length > 0,
    head: () => ({ epoch, seq }),
    all: () => sequenced,
    page(before: number | null): ClientOutput<'history:page'> {
      const below = messages().filter((event) => before === null || event.seq < before)
      return { epoch, seq, events: below.slice(-PAGE), more: below.length > PAGE }
    },
    sync(cursor: { epoch: number; seq: number }): SyncAnswer {
      if (waiting.length > 0) return { kind: 'later', roomId: 'r', retryAfterMs: 0 }
      const asTheyStand = new Map(messages().map((message) => [message.seq, message]))
      const missed = sequenced.filter((event) => event.seq > cursor.seq)
      // A message may come with its later changes, or without.
      const events = count % 2 === 0 ? missed : missed.map((event) => asTheyStand.get(event.seq) ?? event)
      const isReload = cursor.epoch !== epoch || cursor.seq > seq || events.length > RELOAD_ABOVE
      if (isReload) return { kind: 'reload', roomId: 'r' }
      const part = events.slice(0, SYNC_PART)
      const upTo = part.length < events.length ? (part.at(-1)?.seq ?? seq) : seq
      return { kind: 'events', roomId: 'r', epoch, seq: upTo, events: part }
    },
  }
}

function createPerson(room: ReturnType<typeof createRoom>) {
  let timeline = emptyTimeline('r')
  let forced: 'page' | 'sync' | null = 'page'
  let onItsWay: (() => void) | null = null
  let olderOnItsWay: (() => void) | null = null
  let takenBack = new Set<string>()
  const acknowledged = new Map<string, SequencedEvent>()
  const seqsNow = () => new Map(room.messages().map(({ event, seq }) => [event.id, seq]))
  let seqsWhenAsked = seqsNow()

  return {
    get: () => timeline,
    hear: (packet: RoomEventsPacket) => void (timeline = applyPacket(timeline, packet)),
    acknowledge: (sent: SequencedEvent) => {
      if (isMessage(sent)) acknowledged.set(sent.event.id, sent)
      timeline = applyOwn(timeline, sent)
    },
    hearHead: () => void (timeline = applyHead(timeline, room.head())),
    reconnect: () => void (forced = timeline.status === 'ready' ? 'sync' : 'page'),
    /** Requests what is needed. The room answers now, the answer arrives later. */
    ask(): boolean {
      const need = forced ?? needOf(timeline)
      if (onItsWay || need === 'nothing') return onItsWay !== null
      forced = null
      timeline = beforeQuestion(timeline)
      const asked = { epoch: timeline.epoch, seq: timeline.seen.cursor }
      seqsWhenAsked = seqsNow()
      const page = room.page(null)
      const answer = room.sync(asked)
      const head = room.head()
      onItsWay = () => {
        if (need === 'page') timeline = applyNewestPage(timeline, page)
        else if (answer.kind === 'events') {
          if (answer.seq < head.seq) timeline = applyHead(timeline, head) // sent before an answer that ends early
          timeline = applySync(timeline, asked, answer, 'me')
        } else forced = answer.kind === 'reload' ? 'page' : 'sync'
      }
      return true
    },
    answer() {
      onItsWay?.()
      onItsWay = null
    },
    older() {
      const { loadedFrom } = timeline
      if (loadedFrom === null || !timeline.hasOlder || olderOnItsWay) return
      const page = room.page(loadedFrom)
      const asked = timeline
      timeline = { ...timeline, loadingOlder: true }
      olderOnItsWay = () => void (timeline = applyOlderPage(timeline, asked, page))
    },
    answerOlder() {
      olderOnItsWay?.()
      olderOnItsWay = null
    },
    /** Messages that were shown as deleted, and now have their text. */
    cameBack() {
      const back = timeline.messages.filter(
        ({ event, changes }) => takenBack.has(event.id) && !changes?.deleted,
      )
      takenBack = new Set(
        timeline.messages.flatMap(({ event, changes }) => (changes?.deleted ? [event.id] : [])),
      )
      return back
    },
    /** Own acknowledged messages that were shown until now, and are neither shown nor further up in history. */
    vanished() {
      const shown = new Set(timeline.messages.map(({ event }) => event.id))
      const from = timeline.loadedFrom ?? 0
      // An answer may be older than the last loss: messages that it left in the history have no seq now, and get one
      // further down.
      const seqs = new Map([...seqsWhenAsked, ...seqsNow()])
      const gone = [...acknowledged.values()].filter(({ event: { id }, epoch, seq }) => {
        const isFurtherUp = (seqs.get(id) ?? Infinity) < from || (epoch === timeline.epoch && seq < from)
        return !shown.has(id) && !isFurtherUp
      })
      // This timeline promises nothing about messages further up.
      for (const id of acknowledged.keys()) if (!shown.has(id)) acknowledged.delete(id)
      for (const { event, epoch, seq } of timeline.messages) {
        const known = acknowledged.get(event.id)
        if (known) acknowledged.set(event.id, { ...known, epoch, seq })
      }
      return gone
    },
  }
}

interface Changed {
  which: number
  what: 'edit' | 'deletion' | 'off' | 'a' | 'b'
  byMe: boolean
}

const changed: fc.Arbitrary<Changed & { kind: 'changed' }> = fc.record({
  kind: fc.constant('changed' as const),
  which: fc.nat({ max: 8 }),
  what: fc.constantFrom('edit', 'edit', 'deletion', 'off', 'a', 'b'),
  byMe: fc.boolean(),
})

const happening = fc.oneof(
  { weight: 6, arbitrary: changed },
  { weight: 6, arbitrary: fc.constant({ kind: 'said' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'mine' as const }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('twice' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lost' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('store' as const), amount: fc.nat({ max: 4 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lose' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'recover' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'head' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reconnect' as const }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'ask' as const }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'answer' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'acknowledge' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'older' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'answer older' as const }) },
)

test('when all is quiet every client shows the stored messages, in their state and order; no own message disappeared meanwhile, and no deleted one came back', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 140, size: 'max' }), (happenings) => {
      const room = createRoom()
      const person = createPerson(room)
      const onTheWay: RoomEventsPacket[] = []
      const toAcknowledge: SequencedEvent[] = []
      const at = (which: number) => which % Math.max(1, onTheWay.length)
      const send = (packet: RoomEventsPacket | null) => (packet && onTheWay.push(packet), packet)

      for (const it of happenings) {
        if (it.kind === 'said') send(room.say('other'))
        else if (it.kind === 'mine') toAcknowledge.push(...sequenced(send(room.say('me'))))
        else if (it.kind === 'deliver') onTheWay.splice(at(it.which), 1).forEach(person.hear)
        else if (it.kind === 'twice') onTheWay.slice(at(it.which), at(it.which) + 1).forEach(person.hear)
        else if (it.kind === 'lost') onTheWay.splice(at(it.which), 1)
        else if (it.kind === 'store') room.store(it.amount)
        else if (it.kind === 'lose') room.lose()
        else if (it.kind === 'recover') send(room.recoverOne())
        else if (it.kind === 'head') person.hearHead()
        else if (it.kind === 'reconnect') person.reconnect()
        else if (it.kind === 'ask') person.ask()
        else if (it.kind === 'answer') person.answer()
        else if (it.kind === 'acknowledge') toAcknowledge.splice(0, 1).forEach(person.acknowledge)
        else if (it.kind === 'changed') {
          const packet = send(room.change(it))
          if (packet?.events.some(({ event }) => event.authorId === 'me'))
            toAcknowledge.push(...sequenced(packet))
        } else if (it.kind === 'older') person.older()
        else person.answerOlder()
        expect(person.vanished()).toEqual([])
        expect(person.cameBack()).toEqual([])
        expectInOrder(person.get())
      }

      while (room.isRecovering()) send(room.recoverOne())
      toAcknowledge.forEach(person.acknowledge)
      person.answerOlder()
      person.hearHead()
      for (let asked = 0; person.ask(); asked++) {
        person.answer()
        expect(asked).toBeLessThan(10)
      }
      const { messages, loadedFrom, seen, epoch } = person.get()
      const expected = room.messages().filter(({ seq }) => seq >= (loadedFrom ?? 0))
      expect(messages.map(asSeen)).toEqual(expected.map(asSeen))
      expect({ epoch, seq: seen.cursor }).toEqual(room.head())
    }),
    { numRuns: 500 },
  )
})

function sequenced(packet: RoomEventsPacket | null): SequencedEvent[] {
  return (packet?.events ?? []).map((event) => ({ ...event, epoch: packet?.epoch ?? 0 }))
}

/** The seq of a change does not matter; after a loss a client may know it by an older one. */
function asSeen({ seq, event, changes }: SequencedMessage) {
  const reactions = (changes?.reactions ?? []).filter(({ on }) => on)
  return {
    seq,
    id: event.id,
    body: event.body,
    isEdited: Boolean(changes?.edited),
    isDeleted: Boolean(changes?.deleted),
    reactions: reactions.map(({ personId, emoji }) => `${personId} ${emoji}`).sort(),
  }
}

function expectInOrder({ messages }: RoomTimeline): void {
  const seqs = messages.map(({ seq }) => seq)
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  expect(new Set(messages.map(({ event }) => event.id)).size).toBe(messages.length)
}
