// A reader: live packets, late, in any order, or (every third) never; and the answers of the real catch-up to a cursor.
import {
  fold,
  isMessage,
  merge,
  type MessageChange,
  type RoomEventsPacket,
  type SequencedEvent,
  type SequencedMessage,
  type SyncAnswer,
} from '@parley/protocol'
import { createActor, type Scheduler } from './scheduler'
import type { Server } from './server'

export interface Reader {
  name: string
  hear(packet: RoomEventsPacket): void
  /** A new connection: requests the missed events. */
  reconnect(): void
  isAsking(): boolean
  /** The shown messages, in their current state. */
  view(): SequencedMessage[]
}

type SequencedChange = SequencedEvent & { event: MessageChange }

/** More than a run ever sends, so that the newest page is the whole room. */
const PAGE = 1_000

export function startReader(parts: {
  name: string
  roomId: string
  scheduler: Scheduler
  pickServer: () => Server
}): Reader {
  const { name, roomId, scheduler, pickServer } = parts
  const actor = createActor(name)
  let shown = new Map<string, SequencedMessage>()
  /** Seen seqs of this epoch, of messages and of changes. */
  let numbers = new Set<number>()
  /** Changes whose message has not come yet. */
  let early: SequencedChange[] = []
  let [epoch, cursor] = [0, 0]
  let wants: 'page' | 'sync' | null = 'page'
  let isAsking = false
  let heard = 0
  void run()
  return {
    name,
    hear: (packet) =>
      void (
        ++heard % 3 > 0 && scheduler.turn(actor, 'hears').then((fate) => fate === 'done' && apply(packet))
      ),
    reconnect: () => void (wants ??= 'sync'),
    isAsking: () => wants !== null || isAsking,
    view: () => [...shown.values()],
  }

  function show(sequenced: SequencedEvent) {
    numbers.add(sequenced.seq)
    if (isMessage(sequenced)) return showMessage(sequenced)
    const change = sequenced as SequencedChange
    const message = shown.get(change.event.messageId)
    if (message) shown.set(message.event.id, fold(message, change))
    else early.push(change)
  }

  function showMessage(message: SequencedMessage) {
    const { id } = message.event
    const known = shown.get(id)
    if (known && known.epoch > message.epoch) return
    const changes = early.filter(({ event }) => event.messageId === id)
    early = early.filter(({ event }) => event.messageId !== id)
    shown.set(id, changes.reduce(fold, known ? merge(message, known) : message))
  }

  function apply(packet: RoomEventsPacket) {
    if (packet.epoch < epoch) return
    if (packet.epoch > epoch) return void (wants = 'page')
    for (const { seq, event } of packet.events) show({ seq, epoch, event })
    passWhatIsShown()
    if (packet.events.some(({ seq }) => seq > cursor)) wants ??= 'sync'
  }

  /** The cursor never passes a gap. */
  function passWhatIsShown() {
    while (numbers.has(cursor + 1)) cursor += 1
  }

  async function run() {
    for (;;) {
      await scheduler.turn(actor, 'asks', () => wants !== null)
      const asks = wants
      wants = null
      isAsking = true
      if (asks === 'page') await askPage()
      else await askMissed()
      isAsking = false
    }
  }

  async function askPage() {
    const page = await answered((server) => server.readPage(roomId, null, PAGE))
    if (!page?.ok) return void (wants = 'page')
    const { events } = page.value
    if (epoch !== page.value.epoch) forgetNumbers()
    ;({ epoch, seq: cursor } = page.value)
    // A message that is no longer in the page was never stored with that seq; events that came live after the request
    // stay.
    const inPage = new Set(events.map(({ event }) => event.id))
    shown = new Map([...shown].filter(([id, { seq }]) => inPage.has(id) || seq > cursor))
    events.forEach(show)
    passWhatIsShown()
  }

  /** A new epoch: the seen seqs of the old one mean nothing in it. */
  function forgetNumbers() {
    numbers = new Set()
    early = []
    shown = new Map()
  }

  async function askMissed() {
    const asked = { roomId, epoch, seq: cursor }
    const answer = await answered((server) => server.sync(asked, () => (wants ??= 'sync')))
    if (answer?.kind === 'events') return applyMissed(answer)
    wants = answer?.kind === 'reload' ? 'page' : (wants ?? 'sync')
  }

  function applyMissed(answer: Extract<SyncAnswer, { kind: 'events' }>) {
    if (answer.epoch !== epoch) return void (wants = 'page')
    answer.events.forEach(show)
    cursor = Math.max(cursor, answer.seq)
    passWhatIsShown()
  }

  /** Null if the server died during the call. */
  async function answered<T>(question: (server: Server) => Promise<T>): Promise<T | null> {
    const server = pickServer()
    const asked = question(server).then(async (answer) => {
      await scheduler.turn(server.actor, `answers ${name}`)
      return answer
    })
    return Promise.race([asked, server.died.then(() => null)])
  }
}
